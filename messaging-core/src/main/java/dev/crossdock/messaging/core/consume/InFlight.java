package dev.crossdock.messaging.core.consume;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.spi.WireDelivery;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A message in hand, from its receipt to its settlement.
 *
 * <p>It has one owner at a time, and {@link #state} says who: the queue of ready messages, a worker, an alarm, a copy
 * under way, the stack of settlements. Whoever changes the state by compare-and-set may touch the other fields, so that
 * they need no synchronisation of their own. It is a node of three linked lists by itself, because a message must not
 * cost more than one object.
 */
final class InFlight {
    /** Waits for a worker. */
    static final int QUEUED = 0;
    /** A handler has it. */
    static final int RUNNING = 1;
    /** Waits for an alarm. */
    static final int PARKED = 2;
    /** Its copy is on its way to the broker, or its handler's stage is open. */
    static final int HANDING = 3;
    /** Its settlement is decided. */
    static final int CONCLUDED = 4;
    /** Taken out of the race without having been started again: given back, or lost. */
    static final int WITHDRAWN = 5;

    /** What the pump shall do with it. */
    enum Settlement {
        ACCEPT,
        RELEASE
    }

    private static final VarHandle STATE;
    private static final VarHandle LANE_NEXT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(InFlight.class, "state", int.class);
            LANE_NEXT = lookup.findVarHandle(InFlight.class, "laneNext", InFlight.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final WireDelivery delivery;
    final Session session;

    private volatile int state;

    // Set by the pump before the message is queued.
    @Nullable Lane lane;

    // The next message of the same key; written by the pump, read by whoever finishes this one.
    @SuppressWarnings("UnusedVariable") // through its handle
    private @Nullable InFlight laneNext;

    // The session's stack of what is settled.
    @Nullable InFlight settledBefore;

    int settledDepth;
    Settlement settlement = Settlement.ACCEPT;

    // The session's list of what is in hand; the pump's alone.
    @Nullable InFlight previousInHand;

    @Nullable InFlight nextInHand;

    int renewals;

    // The broker has taken it back: settling it would be settling somebody else's.
    volatile boolean lost;

    // The owner's.
    String id = "";
    int attempt;
    Claim.@Nullable Acquired claim;
    private @Nullable Setback setback;

    InFlight(WireDelivery delivery, Session session) {
        this.delivery = delivery;
        this.session = session;
    }

    int state() {
        return state;
    }

    /** Whether some handler has it, or its copy is under way. */
    boolean isAtWork() {
        int now = state;
        return now == RUNNING || now == HANDING;
    }

    /** Whether nobody here does anything with it any more. */
    boolean isOver() {
        int now = state;
        return now == CONCLUDED || now == WITHDRAWN;
    }

    boolean change(int from, int to) {
        return STATE.compareAndSet(this, from, to);
    }

    /** For the owner, who needs no comparison. */
    void become(int newState) {
        state = newState;
    }

    @Nullable InFlight laneNext() {
        return (InFlight) LANE_NEXT.getAcquire(this);
    }

    void laneNext(InFlight next) {
        LANE_NEXT.setRelease(this, next);
    }

    /** What is known since something went wrong; most messages never need it. */
    Setback setback() {
        Setback known = setback;
        if (known == null) {
            known = new Setback();
            setback = known;
        }
        return known;
    }

    int attemptsInPlace() {
        Setback known = setback;
        return known == null ? 0 : known.attemptsInPlace;
    }

    /** Whether an attempt was made that is lost if the message is given back as if it had not been started. */
    boolean hasUnnotedAttempt() {
        Setback known = setback;
        return known != null && known.unnoted;
    }

    /** Whether somebody has asked for one more attempt than the policy allows. */
    boolean isPardoned() {
        Setback known = setback;
        return known != null && known.pardoned;
    }

    /** What is to be done instead of running it again, if it was parked for that; asked for once. */
    @Nullable Runnable takeContinuation() {
        Setback known = setback;
        if (known == null) {
            return null;
        }
        Runnable continuation = known.continuation;
        known.continuation = null;
        return continuation;
    }

    /** Takes it out of the race if no handler has it; what it waited for is called off. */
    boolean withdraw() {
        if (change(QUEUED, WITHDRAWN)) {
            return true;
        }
        if (change(PARKED, WITHDRAWN)) {
            Setback known = setback;
            if (known != null && known.alarm != null) {
                known.alarm.cancel();
            }
            return true;
        }
        return false;
    }
}
