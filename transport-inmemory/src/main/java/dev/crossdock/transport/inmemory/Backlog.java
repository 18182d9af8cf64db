package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.spi.WireMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

    /**
     * The first messages of a queue, changing nothing.
     *
     * @param placed those with a place that are somewhere else: ahead of all that never left
     * @param later those that will get a place at the end
     */
    List<WireMessage> snapshot(List<Queued> placed, List<Queued> later, int limit) {
        List<Queued> all = new ArrayList<>(placed);
        all.sort(Comparator.comparingLong(one -> one.place));
        forEachNew(Math.max(0, limit - all.size()), all::add);
        all.addAll(later);
        return all.stream().limit(limit).map(one -> one.message).toList();
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
