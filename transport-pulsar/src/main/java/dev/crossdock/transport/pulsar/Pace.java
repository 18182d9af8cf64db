package dev.crossdock.transport.pulsar;

import java.time.Duration;

/**
 * How quickly messages are being settled, and so how many may be noted ahead of the engine's asking: where nothing is settled
 * nothing more is noted, and a message that kills its process again and again does not have its neighbours counted with it.
 */
final class Pace {
    private static final long INTERVAL_NANOS = Duration.ofMillis(50).toNanos();
    private static final int MAX_AHEAD = 10_000;

    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    private long intervalStart = System.nanoTime();
    private long idleSince = intervalStart;
    private int settled;
    private int ahead;

    /** Whether there was room and nothing to fill it for long. */
    boolean isQuiet(boolean idle) {
        long now = System.nanoTime();
        if (!idle || now - idleSince > QUIET_NANOS) {
            boolean quiet = idle;
            idleSince = now;
            return quiet;
        }
        return false;
    }

    void settled(int messages) {
        settled += messages;
    }

    /** As many as were settled in the last interval. */
    int ahead() {
        long now = System.nanoTime();
        if (now - intervalStart >= INTERVAL_NANOS) {
            ahead = now - intervalStart < 2 * INTERVAL_NANOS ? Math.min(MAX_AHEAD, settled) : 0;
            settled = 0;
            intervalStart = now;
        }
        return ahead;
    }
}
