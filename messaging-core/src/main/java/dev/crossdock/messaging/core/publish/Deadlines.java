package dev.crossdock.messaging.core.publish;

import dev.crossdock.messaging.TimeSource;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends flights whose time is over. One alarm for all of them, set only while there are any, so that a message costs one
 * place in a list and no alarm of its own. Thread-safe.
 */
final class Deadlines {
    private static final long MAX_PAUSE_NANOS = Duration.ofMillis(250).toNanos();
    private static final long MIN_PAUSE_NANOS = Duration.ofMillis(1).toNanos();

    private final TimeSource time;
    private final String within;
    private final ConcurrentLinkedQueue<WatchedFlights> watched = new ConcurrentLinkedQueue<>();
    private volatile WatchedFlights newest = new WatchedFlights();
    private final AtomicBoolean armed = new AtomicBoolean();

    Deadlines(TimeSource time, Duration timeout) {
        this.time = time;
        this.within = "within " + timeout;
        watched.add(newest);
    }

    void watch(Flight flight) {
        WatchedFlights flights = newest;
        while (!flights.add(flight)) {
            flights = after(flights);
        }
        if (!armed.get() && armed.compareAndSet(false, true)) {
            arm(flight.deadline() - time.nanos());
        }
    }

    /** Ends all flights, on time or not. */
    void endAll(String why) {
        for (WatchedFlights flights : watched) {
            flights.endAll(why);
        }
    }

    // Once in a few hundred flights.
    private synchronized WatchedFlights after(WatchedFlights full) {
        if (newest == full) {
            WatchedFlights next = new WatchedFlights();
            // Listed before anybody can be in it: what is not listed is not swept.
            watched.add(next);
            newest = next;
        }
        return newest;
    }

    private void arm(long nanos) {
        long pause = Math.max(MIN_PAUSE_NANOS, Math.min(MAX_PAUSE_NANOS, nanos));
        time.schedule(Duration.ofNanos(pause), this::sweep);
    }

    // Goes through all of them: behind one that is stuck, thousands may have landed.
    private void sweep() {
        long now = time.nanos();
        long next = Long.MAX_VALUE;
        for (Iterator<WatchedFlights> all = watched.iterator(); all.hasNext(); ) {
            WatchedFlights flights = all.next();
            next = Math.min(next, flights.endOverdue(now, within));
            if (flights.isOver()) {
                all.remove();
            }
        }
        if (next != Long.MAX_VALUE) {
            arm(next);
            return;
        }
        armed.set(false);
        if (watched.stream().anyMatch(WatchedFlights::hasAny) && armed.compareAndSet(false, true)) {
            arm(0);
        }
    }
}
