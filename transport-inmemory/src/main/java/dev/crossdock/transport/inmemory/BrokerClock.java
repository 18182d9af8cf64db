package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.TimeSource;
import java.time.Duration;

/** The time of one broker, in nanoseconds since it was made: never negative, so that plain comparisons do. */
final class BrokerClock {
    static final long NEVER = Long.MAX_VALUE;

    private final TimeSource time;
    private final long origin;

    BrokerClock(TimeSource time) {
        this.time = time;
        this.origin = time.nanos();
    }

    long now() {
        return time.nanos() - origin;
    }

    TimeSource.Alarm schedule(long at, Runnable task) {
        return time.schedule(Duration.ofNanos(Math.max(0, at - now())), task);
    }

    /** Nanoseconds of a duration, however long; less than 0 counts as 0. */
    static long nanos(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        // A quarter of the range is 73 years, and two of them can still be added.
        long limit = NEVER / 4;
        return duration.toSeconds() >= limit / 1_000_000_000L ? limit : duration.toNanos();
    }
}
