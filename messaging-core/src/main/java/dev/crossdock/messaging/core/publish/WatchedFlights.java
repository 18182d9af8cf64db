package dev.crossdock.messaging.core.publish;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Flights that took off one after the other. Each leaves its place when it is over, so that nothing keeps what has landed.
 * Thread-safe and without locks: a flight costs one counting up and two writes.
 */
final class WatchedFlights {
    private static final int SIZE = 256;
    private static final Object LANDED = new Object();

    private final AtomicReferenceArray<@Nullable Object> places = new AtomicReferenceArray<>(SIZE);
    private final AtomicInteger taken = new AtomicInteger();

    /** Takes one in, if there is a place. */
    boolean add(Flight flight) {
        int place = taken.get() < SIZE ? taken.getAndIncrement() : SIZE;
        if (place >= SIZE) {
            return false;
        }
        places.set(place, flight);
        flight.watchedAt(this, place);
        return true;
    }

    /** The flight that had this place is over. */
    void leave(int place) {
        places.setRelease(place, LANDED);
    }

    /** Whether all have left, and no more will come. */
    boolean isOver() {
        for (int place = SIZE - 1; place >= 0; place--) {
            if (places.get(place) != LANDED) {
                return false;
            }
        }
        return true;
    }

    /** Whether anybody is under way. */
    boolean hasAny() {
        for (int place = 0; place < SIZE; place++) {
            if (places.get(place) instanceof Flight) {
                return true;
            }
        }
        return false;
    }

    /** Ends those whose time is over; gives how long the next one has, or {@link Long#MAX_VALUE}. */
    long endOverdue(long now, String why) {
        long next = Long.MAX_VALUE;
        for (int place = 0; place < SIZE; place++) {
            if (places.get(place) instanceof Flight flight) {
                long left = flight.deadline() - now;
                if (left <= 0) {
                    end(flight, place, why);
                } else {
                    next = Math.min(next, left);
                }
            }
        }
        return next;
    }

    /** Ends all of them, on time or not. */
    void endAll(String why) {
        for (int place = 0; place < SIZE; place++) {
            if (places.get(place) instanceof Flight flight) {
                end(flight, place, why);
            }
        }
    }

    private void end(Flight flight, int place, String why) {
        // What of it is still with the sending thread is refused there.
        leave(place);
        flight.giveUp(why);
    }
}
