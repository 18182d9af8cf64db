package dev.crossdock.messaging.core.publish;

import dev.crossdock.messaging.TimeSource;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends flights whose time is over. One alarm for all of them, set only while there are any, so that a message costs one
 * link in a list and no alarm of its own. Thread-safe.
 */
final class Deadlines {
    private static final long MAX_PAUSE_NANOS = Duration.ofMillis(250).toNanos();
    private static final long MIN_PAUSE_NANOS = Duration.ofMillis(1).toNanos();

    private final TimeSource time;
    private final String within;
    private final ConcurrentLinkedQueue<Flight> flights = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean armed = new AtomicBoolean();

    Deadlines(TimeSource time, Duration timeout) {
        this.time = time;
        this.within = "within " + timeout;
    }

    void watch(Flight flight) {
        flights.add(flight);
        forgetOldest();
        if (!armed.get() && armed.compareAndSet(false, true)) {
            arm(flight.deadline() - time.nanos());
        }
    }

    // Most land in the order in which they took off. Two for each that is added keep the list as short as what is under
    // way; left to the sweep, a quarter of a second of them would survive garbage collections first.
    private void forgetOldest() {
        for (int i = 0; i < 2; i++) {
            Flight oldest = flights.peek();
            if (oldest == null || !oldest.isOver()) {
                return;
            }
            flights.remove(oldest);
        }
    }

    /** Ends all flights, on time or not. */
    void endAll(String why) {
        for (Flight flight : flights) {
            flight.giveUp(flight.unanswered(why));
        }
        flights.clear();
    }

    private void arm(long nanos) {
        long pause = Math.max(MIN_PAUSE_NANOS, Math.min(MAX_PAUSE_NANOS, nanos));
        time.schedule(Duration.ofNanos(pause), this::sweep);
    }

    // Goes through all of them: behind one that is stuck, thousands may have landed.
    private void sweep() {
        long now = time.nanos();
        long next = Long.MAX_VALUE;
        for (Iterator<Flight> all = flights.iterator(); all.hasNext(); ) {
            Flight flight = all.next();
            long left = flight.deadline() - now;
            if (flight.isOver()) {
                all.remove();
            } else if (left <= 0) {
                all.remove();
                flight.giveUp(flight.unanswered(within));
            } else {
                next = Math.min(next, left);
            }
        }
        if (next != Long.MAX_VALUE) {
            arm(next);
            return;
        }
        armed.set(false);
        if (!flights.isEmpty() && armed.compareAndSet(false, true)) {
            arm(0);
        }
    }
}
