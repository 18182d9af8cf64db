package dev.crossdock.transport.inmemory;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The places of a queue. They are taken before the queue's lock is, so that a topic can make sure that all its inboxes
 * have room before it gives a copy to any of them. Thread-safe.
 */
final class Capacity {
    private final AtomicInteger taken = new AtomicInteger();
    private final int max;

    Capacity(int max) {
        this.max = max;
    }

    /** Takes so many places, or fewer if there are no more; returns how many. */
    int take(int wanted) {
        int before = taken.getAndAdd(wanted);
        int granted = Math.max(0, Math.min(wanted, max - before));
        if (granted < wanted) {
            free(wanted - granted);
        }
        return granted;
    }

    void free(int places) {
        taken.addAndGet(-places);
    }

    int max() {
        return max;
    }

    int taken() {
        return taken.get();
    }
}
