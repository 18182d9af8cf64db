package dev.crossdock.messaging.core.dead;

import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.core.Rest;
import java.time.Duration;

/** Lets so many a second through, and no more. Used by one thread. */
final class Throttle {
    private static final double NANOS = 1e9;
    // So many times a second at most, so that the rate is even.
    private static final int SLICES = 5;

    private final TimeSource time;
    private final double perSecond;
    private long next;

    Throttle(double perSecond, TimeSource time) {
        this.perSecond = perSecond;
        this.time = time;
        this.next = time.nanos();
    }

    boolean isLimited() {
        return perSecond < Double.POSITIVE_INFINITY;
    }

    /** How many may go within a time, at least one. */
    long within(Duration duration) {
        return isLimited() ? Math.max(1, (long) (perSecond * duration.toNanos() / NANOS)) : Long.MAX_VALUE;
    }

    /** How many to take at once. */
    int slice(int most) {
        return isLimited() ? (int) Math.max(1, Math.min(most, perSecond / SLICES)) : most;
    }

    /** So many have gone: waits until others may, and does something meanwhile, again and again. */
    void passed(int count, Duration every, Runnable meanwhile) throws InterruptedException {
        if (!isLimited() || count == 0) {
            return;
        }
        // What was not used is made up for within a second, and not later.
        next = Math.max(next, time.nanos() - (long) NANOS) + (long) (count * NANOS / perSecond);
        for (long left = next - time.nanos(); left > 0; left = next - time.nanos()) {
            Rest.of(Duration.ofNanos(Math.min(left, every.toNanos())), time);
            meanwhile.run();
        }
    }
}
