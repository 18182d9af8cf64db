package dev.crossdock.transport.inmemory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps messages of one key in order and with one session. Guarded by the queue's lock.
 *
 * <p>Only keys that have a message on loan or come back have a lane. What a session meets in the queue and may not have
 * is put into its lane, once, so that a long backlog is never searched twice. What is in a lane is older than what is
 * still in the queue.
 */
final class KeyLanes {
    private final Map<String, KeyLane> lanes = new HashMap<>();
    private final NavigableSet<KeyLane> free = newList();

    static NavigableSet<KeyLane> newList() {
        return new TreeSet<>(Comparator.comparingLong(lane -> lane.listedPlace));
    }

    /** The lane whose first message is the oldest of those that a session may have now. */
    @Nullable KeyLane first(LeasedSession session) {
        KeyLane ofAll = free.isEmpty() ? null : free.first();
        KeyLane own = session.lanes.isEmpty() ? null : session.lanes.first();
        if (own == null || (ofAll != null && ofAll.listedPlace < own.listedPlace)) {
            return ofAll;
        }
        return own;
    }

    /** Whether there is a lane that anybody may take from. */
    boolean anyFree() {
        return !free.isEmpty();
    }

    /** Takes the first message out of a lane that {@link #first} found. */
    @Nullable Queued poll(KeyLane lane) {
        unlist(lane);
        return lane.backlog.poll();
    }

    /** Whether a session may have a message that it met in the queue; if not, it waits in its lane from now on. */
    boolean admits(Queued queued, String key, LeasedSession session) {
        KeyLane lane = lanes.get(key);
        if (lane == null) {
            return true;
        }
        if (lane.owner == session && lane.undoneLoans == 0 && lane.backlog.peek() == null) {
            return true;
        }
        boolean wasEmpty = lane.backlog.peek() == null;
        lane.backlog.add(queued);
        if (wasEmpty) {
            list(lane);
        }
        return false;
    }

    /** A message of a key has been lent. */
    void lent(Loan loan, String key, LeasedSession session) {
        KeyLane lane = lanes.computeIfAbsent(key, KeyLane::new);
        loan.lane = lane;
        lane.owner = session;
        lane.loans++;
        if (loan.queued.holdsKey) {
            lane.undoneLoans++;
        }
        list(lane);
    }

    /** A loan has ended and its message is gone. */
    void settled(Loan loan, KeyLane lane) {
        ended(loan, lane, loan.queued.holdsKey);
        list(lane);
    }

    /** A loan has ended and its message is back, at its place; undone if it has to be settled before what is behind it. */
    void cameBack(Loan loan, KeyLane lane, boolean undone) {
        ended(loan, lane, loan.queued.holdsKey);
        loan.queued.holdsKey |= undone;
        unlist(lane);
        lane.backlog.putBack(loan.queued);
        list(lane);
    }

    /** The time of a message has come that came back with a delay. */
    void due(String key) {
        KeyLane lane = lanes.get(key);
        if (lane != null) {
            list(lane);
        }
    }

    void forEachWaiting(Consumer<Queued> action) {
        lanes.values().forEach(lane -> {
            lane.backlog.forEachReturned(action);
            lane.backlog.forEachNew(Integer.MAX_VALUE, action);
        });
    }

    private static void ended(Loan loan, KeyLane lane, boolean heldKey) {
        loan.lane = null;
        lane.loans--;
        if (heldKey) {
            lane.undoneLoans--;
        }
        if (lane.loans == 0) {
            unlist(lane);
            lane.owner = null;
        }
    }

    /** Puts a lane where its first message can be found by those who may have it, or forgets a lane without purpose. */
    private void list(KeyLane lane) {
        unlist(lane);
        Queued first = lane.backlog.peek();
        if (first == null) {
            if (lane.loans == 0) {
                lanes.remove(lane.key);
            }
            return;
        }
        if (first.waits || lane.undoneLoans > 0) {
            return;
        }
        lane.listedPlace = first.place;
        lane.listed = lane.owner == null ? free : lane.owner.lanes;
        lane.listed.add(lane);
    }

    private static void unlist(KeyLane lane) {
        if (lane.listed != null) {
            lane.listed.remove(lane);
            lane.listed = null;
        }
    }
}
