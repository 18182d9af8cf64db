package dev.crossdock.transport.rabbitmq;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one channel that the broker has not answered, by their sequence numbers. Each leaves it once, so each is
 * answered once. A ring, because the numbers are consecutive and are answered nearly in order. Thread-safe: senders add,
 * the thread that reads the socket takes; nobody calls a listener from in here.
 */
final class Unanswered {
    private final ReentrantLock guard = new ReentrantLock();
    private @Nullable Entry[] ring = new @Nullable Entry[256];
    private long first = 1;
    private long next = 1;
    private long returnedBefore = 1;

    /** A message on its way. */
    static final class Entry {
        final Parcel parcel;
        final int index;
        private boolean returned;

        Entry(Parcel parcel, int index) {
            this.parcel = parcel;
            this.index = index;
        }

        /** Whether the broker has handed it back, because it reached no queue. */
        boolean returned() {
            return returned;
        }
    }

    /** Adds some messages of a parcel, which get consecutive numbers from the given one on. */
    void add(long number, Parcel parcel, int[] indexes, int count) {
        guard.lock();
        try {
            if (first == next) {
                first = number;
            }
            for (int i = 0; i < count; i++) {
                makeRoom(number + i);
                ring[slot(number + i)] = new Entry(parcel, indexes[i]);
                next = number + i + 1;
            }
        } finally {
            guard.unlock();
        }
    }

    /** Takes one out; {@code null} if it was answered before. */
    @Nullable Entry take(long number) {
        guard.lock();
        try {
            return remove(number);
        } finally {
            guard.unlock();
        }
    }

    /** Takes out all up to a number, this included. */
    List<Entry> takeUpTo(long number) {
        guard.lock();
        try {
            List<Entry> taken = new ArrayList<>();
            long end = Math.min(number, next - 1);
            for (long n = first; n <= end; n++) {
                Entry entry = remove(n);
                if (entry != null) {
                    taken.add(entry);
                }
            }
            return taken;
        } finally {
            guard.unlock();
        }
    }

    /** Takes out all. */
    List<Entry> takeAll() {
        return takeUpTo(Long.MAX_VALUE);
    }

    /**
     * Marks the message that the broker has handed back. It does so in the order in which they were sent, so the search
     * goes on where the last one was found.
     */
    void markReturned(Predicate<Entry> isIt) {
        guard.lock();
        try {
            for (long n = Math.max(first, returnedBefore); n < next; n++) {
                Entry entry = ring[slot(n)];
                if (entry != null && !entry.returned && isIt.test(entry)) {
                    entry.returned = true;
                    returnedBefore = n + 1;
                    return;
                }
            }
        } finally {
            guard.unlock();
        }
    }

    private @Nullable Entry remove(long number) {
        if (number < first || number >= next) {
            return null;
        }
        Entry entry = ring[slot(number)];
        ring[slot(number)] = null;
        while (first < next && ring[slot(first)] == null) {
            first++;
        }
        return entry;
    }

    private void makeRoom(long number) {
        if (number - first < ring.length) {
            return;
        }
        @Nullable Entry[] larger = new @Nullable Entry[ring.length * 2];
        for (long n = first; n < next; n++) {
            larger[(int) (n & (larger.length - 1))] = ring[slot(n)];
        }
        ring = larger;
    }

    private int slot(long number) {
        return (int) (number & (ring.length - 1));
    }
}
