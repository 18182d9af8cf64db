package dev.crossdock.transport.pulsar;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How quickly messages are being settled, and so how many may be noted ahead of the engine's asking: where nothing is settled
 * nothing more is noted, and a message that kills its process again and again does not have its neighbours counted with it.
 */
final class Pace {
    private static final long INTERVAL_NANOS = Duration.ofMillis(50).toNanos();
    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    private final int mostAhead;
    private final LongSupplier nanoTime;
    private long intervalStart;
    private long idleSince;
    private int settled;
    private int ahead;

    /** With the greatest number of messages ahead. */
    Pace(int mostAhead, LongSupplier nanoTime) {
        this.mostAhead = mostAhead;
        this.nanoTime = nanoTime;
        this.intervalStart = nanoTime.getAsLong();
        this.idleSince = intervalStart;
    }

    /** Whether there was room and nothing to fill it for long. */
    boolean isQuiet(boolean idle) {
        long now = nanoTime.getAsLong();
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

    /** As many as were settled in the last interval, or the most. */
    int ahead() {
        long now = nanoTime.getAsLong();
        if (now - intervalStart >= INTERVAL_NANOS) {
            ahead = now - intervalStart < 2 * INTERVAL_NANOS ? Math.min(mostAhead, settled) : 0;
            settled = 0;
            intervalStart = now;
        }
        return ahead;
    }
}
