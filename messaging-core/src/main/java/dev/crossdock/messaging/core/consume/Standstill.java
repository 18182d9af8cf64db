package dev.crossdock.messaging.core.consume;

import java.time.Duration;

/**
 * Knows whether the pump has turned lately. If it has not for as long as it takes to lose a loan, the process may have been
 * frozen, and what it has in hand may be somebody else's by now: none of it is begun or settled before the broker has had
 * the time to say so. By the machine's clock, because only a process that really stood still has missed anything.
 * Thread-safe.
 */
final class Standstill {
    /** How long the broker is listened to before anything goes on. */
    static final Duration LISTENING = Duration.ofMillis(500);

    // A turn takes half a second at most, and no broker misses a member sooner than this.
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private final long limit;
    private volatile long turned;

    /** From now on, with what is lent for so long. */
    Standstill(Duration lease) {
        this.limit = Math.min(lease.toNanos(), LONGEST.toNanos());
        turn();
    }

    /** The pump's: it is at work, and has heard what there was to be heard. */
    void turn() {
        turned = System.nanoTime();
    }

    /** Whether it has not been at work for too long. */
    boolean isOn() {
        return System.nanoTime() - turned > limit;
    }
}
