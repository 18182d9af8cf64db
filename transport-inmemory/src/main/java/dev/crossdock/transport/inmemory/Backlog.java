package dev.crossdock.transport.inmemory;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages in the order of their places. Those that never left are a linked list, which costs nothing; those that came
 * back were ahead of all of these when they left, so a heap of the few is enough to find the first. Guarded by the
 * queue's lock.
 */
final class Backlog {
    private @Nullable Queued first;
    private @Nullable Queued last;
    private @Nullable PriorityQueue<Queued> returned;

    /** At the end. */
    void add(Queued queued) {
        if (last == null) {
            first = queued;
        } else {
            last.next = queued;
        }
        last = queued;
    }

    /** At the place it has. */
    void putBack(Queued queued) {
        if (returned == null) {
            returned = new PriorityQueue<>(Comparator.comparingLong(one -> one.place));
        }
        returned.add(queued);
    }

    /** The first, which stays; {@code null} if there is none. */
    @Nullable Queued peek() {
        Queued back = peekReturned();
        return back != null ? back : first;
    }

    /** The first of those that came back, which stays; {@code null} if there is none. */
    @Nullable Queued peekReturned() {
        return returned == null ? null : returned.peek();
    }

    /** The first, which leaves; {@code null} if there is none. */
    @Nullable Queued poll() {
        Queued back = returned == null ? null : returned.poll();
        return back != null ? back : pollNew();
    }

    /** The first of those that never left, which leaves; {@code null} if there is none. */
    @Nullable Queued pollNew() {
        Queued taken = first;
        if (taken != null) {
            first = taken.next;
            taken.next = null;
            if (first == null) {
                last = null;
            }
        }
        return taken;
    }

    /** Those that never left, up to a limit. */
    void forEachNew(int limit, Consumer<Queued> action) {
        int count = 0;
        for (Queued queued = first; queued != null && count < limit; queued = queued.next) {
            action.accept(queued);
            count++;
        }
    }

    /** Those that came back, in no order. */
    void forEachReturned(Consumer<Queued> action) {
        if (returned != null) {
            returned.forEach(action);
        }
    }
}
