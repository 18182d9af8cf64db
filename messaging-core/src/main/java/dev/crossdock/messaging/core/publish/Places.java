package dev.crossdock.messaging.core.publish;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A bounded number of places, as two counters that only grow. Who takes writes the one, who gives back the other, and they
 * are far apart in memory: with one counter for both, publishers and the client's thread that brings the answers would have
 * to fetch it from each other's cache for every message. Thread-safe, lock-free.
 */
final class Places {
    // In longs: two cache lines on each side of what is written by others.
    private static final int TAKEN = 16;
    private static final int GIVEN = 48;
    private static final int LENGTH = 64;

    // Beside what was taken, because the same threads read and write it: how many of those that were given back they
    // know of.
    private static final int KNOWN = TAKEN + 1;

    private final int size;
    private final AtomicLongArray counters = new AtomicLongArray(LENGTH);

    Places(int size) {
        this.size = size;
    }

    int size() {
        return size;
    }

    /** Takes as many as are free, at most as many as wanted; 0 if there are none. */
    int tryTake(int wanted) {
        while (true) {
            long taken = counters.get(TAKEN);
            long free = size - taken + counters.get(KNOWN);
            if (free < wanted) {
                long given = counters.get(GIVEN);
                // What somebody else writes at the same time is as true, and at worst older.
                counters.set(KNOWN, given);
                free = size - taken + given;
            }
            int some = (int) Math.min(free, wanted);
            if (some <= 0) {
                return 0;
            }
            // Others have taken none meanwhile, so that there are as many as it seemed, or more.
            if (counters.compareAndSet(TAKEN, taken, taken + some)) {
                return some;
            }
        }
    }

    /** Tells how many were given back ever, these included. */
    long giveBack(int places) {
        return counters.addAndGet(GIVEN, places);
    }

    /** How many were free when so many had been given back, less those that were taken since. */
    int freeAfter(long given) {
        return (int) (size - counters.get(TAKEN) + given);
    }

    int taken() {
        // In this order, or more would seem to have come back than were taken.
        long given = counters.get(GIVEN);
        return (int) (counters.get(TAKEN) - given);
    }
}
