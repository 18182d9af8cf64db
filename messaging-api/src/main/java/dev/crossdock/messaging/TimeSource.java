package dev.crossdock.messaging;

import java.time.Duration;
import java.time.Instant;

/**
 * Where the library takes the time from, and what wakes it up. Everything that waits, waits here, so that a test which
 * brings its own time source plays an hour of retries in milliseconds. Thread-safe.
 */
public interface TimeSource {
    /** What the calendar says. */
    Instant now();

    /** Nanoseconds since some moment; never runs backwards. */
    long nanos();

    /**
     * Runs a task once, not before a delay has passed. The task is short and does not block; it runs on the time source's
     * own thread.
     */
    Alarm schedule(Duration delay, Runnable task);

    /** A task that waits for its time. */
    interface Alarm {
        /** Makes sure that the task does not start from now on; without effect if it has started. */
        void cancel();
    }

    /** The machine's clock. */
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }
}
