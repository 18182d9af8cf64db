package dev.crossdock.messaging.core;

import java.time.Duration;

/** How long to wait before something is tried again. Pure. */
public final class Pauses {
    // The longest pause is reached long before; a shift by more would begin anew.
    private static final int MAX_DOUBLINGS = 20;

    private Pauses() {}

    /** Twice as long, but no longer than a limit. */
    public static Duration doubled(Duration pause, Duration longest) {
        return shorter(pause.multipliedBy(2), longest);
    }

    /** The first one doubled so many times, but no longer than a limit. */
    public static Duration doubled(Duration first, int times, Duration longest) {
        return shorter(first.multipliedBy(1L << Math.min(times, MAX_DOUBLINGS)), longest);
    }

    /** The shorter one of two. */
    public static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
