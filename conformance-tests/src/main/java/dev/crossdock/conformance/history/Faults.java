package dev.crossdock.conformance.history;

import java.util.concurrent.TimeUnit;

/** When the broker, or the way to it, was broken. Several may be on at once. */
final class Faults {
    /** What a handler has ended so shortly before a fault may not have been settled when it came. */
    static final long UNSETTLED_NANOS = TimeUnit.SECONDS.toNanos(5);

    private int on;
    private int count;
    private long began;
    private long ended = Long.MIN_VALUE;

    void add(Event event) {
        count++;
        if (event.kind() == Kind.FAULT_OFF) {
            on--;
            ended = event.nanos();
        } else if (on++ == 0) {
            began = event.nanos();
        }
    }

    boolean isOn() {
        return on > 0;
    }

    /**
     * Whether one has ended so shortly before an event that a member may begin what it had fetched before, and that comes to
     * it or another once more.
     */
    boolean hasJustEnded(Event event) {
        return ended != Long.MIN_VALUE && event.nanos() - ended <= UNSETTLED_NANOS;
    }

    /** The one that is on, or was last: 1 and more. */
    int number() {
        return (count + 1) / 2;
    }

    /** How often something has changed: each time members may have lost what they had fetched. */
    int count() {
        return count;
    }

    /** A delivery that has ended since may not have been settled. */
    long since() {
        return began - UNSETTLED_NANOS;
    }
}
