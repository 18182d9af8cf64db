package dev.crossdock.messaging.core.publish;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.core.Failures;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.SendListener;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way to one address. Sees to it that each is told of once: with the broker's answer, or as unknown
 * when its time is over, whichever comes first. Thread-safe.
 *
 * <p>A place in the {@link Room} is given back when the answer comes and not when the time is over: a message without an
 * answer still costs the client memory.
 */
final class Flight implements SendListener {
    private static final int OPEN = 0;
    private static final int TOLD = 1;
    private static final int ANSWERED = 2;

    private static final VarHandle STATES = MethodHandles.arrayElementVarHandle(int[].class);
    private static final AtomicIntegerFieldUpdater<Flight> UNTOLD =
            AtomicIntegerFieldUpdater.newUpdater(Flight.class, "untold");

    private final Address to;
    private final SendListener listener;
    private final Room room;
    private final Failures failures;
    private final long deadline;

    // One object for a message instead of three: there is one of these for each publish.
    private final int[] states;
    private volatile int untold;

    private volatile @Nullable WatchedFlights watchedBy;
    private int place;

    // Messages from here on are still with the sending thread, which tells of them itself.
    private volatile int handed;

    Flight(Address to, int size, SendListener listener, Room room, Failures failures, long deadline) {
        this.to = to;
        this.listener = listener;
        this.room = room;
        this.failures = failures;
        this.deadline = deadline;
        this.states = new int[size];
        this.untold = size;
    }

    long deadline() {
        return deadline;
    }

    boolean isOver() {
        return untold == 0;
    }

    /** Where to say that it is over. */
    void watchedAt(WatchedFlights flights, int at) {
        place = at;
        watchedBy = flights;
        // Whoever ended it meanwhile has not seen the place.
        if (isOver()) {
            flights.leave(at);
        }
    }

    /** Messages before this one are with the transport from now on. */
    void handing(int end) {
        handed = end;
    }

    /** The answers to a call of the transport that began with this message. */
    SendListener from(int first) {
        return first == 0 ? this : new Shifted(this, first);
    }

    @Override
    public void confirmed(int index) {
        if (answered(index)) {
            listener.confirmed(index);
        }
    }

    @Override
    public void rejected(int index, Throwable cause) {
        if (answered(index)) {
            listener.rejected(index, failures.rejected(wanted(), cause));
        }
    }

    @Override
    public void unknown(int index, Throwable cause) {
        if (answered(index)) {
            listener.unknown(index, failures.unknown(wanted(), cause));
        }
    }

    /** Ends as unknown whatever the transport has and has not answered. */
    void giveUp(MessagingException reason) {
        for (int i = 0; i < handed; i++) {
            if (STATES.compareAndSet(states, i, OPEN, TOLD)) {
                told();
                listener.unknown(i, reason);
            }
        }
    }

    /** Ends as rejected whatever the transport never got. */
    void refuse(MessagingException reason) {
        for (int i = handed; i < states.length; i++) {
            STATES.setVolatile(states, i, ANSWERED);
            told();
            listener.rejected(i, reason);
        }
    }

    MessagingException unanswered(String why) {
        return new MessagingException(
                ErrorCode.OUTCOME_UNKNOWN,
                wanted() + " ended without an answer of the broker, " + why + "; it may or may not have been stored");
    }

    String wanted() {
        return "Sending to " + Destination.describe(to);
    }

    private boolean answered(int index) {
        int before = (int) STATES.getAndSet(states, index, ANSWERED);
        if (before == ANSWERED) {
            return false;
        }
        // First this, so that an action which depends on the message finds room to publish another.
        room.giveBack(1);
        if (before == TOLD) {
            return false;
        }
        told();
        return true;
    }

    private void told() {
        if (UNTOLD.decrementAndGet(this) == 0) {
            WatchedFlights flights = watchedBy;
            if (flights != null) {
                flights.leave(place);
            }
        }
    }

    private record Shifted(Flight flight, int first) implements SendListener {
        @Override
        public void confirmed(int index) {
            flight.confirmed(first + index);
        }

        @Override
        public void rejected(int index, Throwable cause) {
            flight.rejected(first + index, cause);
        }

        @Override
        public void unknown(int index, Throwable cause) {
            flight.unknown(first + index, cause);
        }
    }
}
