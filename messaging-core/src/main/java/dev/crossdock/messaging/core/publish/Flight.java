package dev.crossdock.messaging.core.publish;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.core.Failures;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.WireMessage;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way to one address. Sees to it that each is told of once: with the broker's answer, or as unknown
 * when its time is over, whichever comes first. Thread-safe.
 *
 * <p>A place in the {@link Room} is given back when the answer comes and not when the time is over: a message without an
 * answer still costs the client memory.
 *
 * <p>Where there is a {@link Backlog}, a message that was surely not stored because the broker was away is parked there
 * instead of being told of, and is handed to the transport again; it is rejected when its time is over.
 */
final class Flight implements SendListener {
    private static final int OPEN = 0;
    private static final int TOLD = 1;
    private static final int ANSWERED = 2;
    private static final int PARKED = 3;

    private static final VarHandle STATES = MethodHandles.arrayElementVarHandle(int[].class);
    private static final AtomicIntegerFieldUpdater<Flight> UNTOLD =
            AtomicIntegerFieldUpdater.newUpdater(Flight.class, "untold");

    private final Address to;
    private final List<WireMessage> messages;
    private final Duration delay;
    private final SendListener listener;
    private final Room room;
    private final Failures failures;
    private final long deadline;
    private final @Nullable Backlog backlog;
    private final long number;

    // One object for a message instead of three: there is one of these for each publish.
    private final int[] states;
    private volatile int untold;
    private volatile @Nullable MessagingException absence;
    private volatile @Nullable String givenUp;

    private volatile @Nullable WatchedFlights watchedBy;
    private int place;

    // Messages from here on are still with the sending thread, which tells of them itself.
    private volatile int handed;

    Flight(
            Address to,
            List<WireMessage> messages,
            Duration delay,
            SendListener listener,
            Room room,
            Failures failures,
            long deadline,
            @Nullable Backlog backlog) {
        this.to = to;
        this.messages = messages;
        this.delay = delay;
        this.listener = listener;
        this.room = room;
        this.failures = failures;
        this.deadline = deadline;
        this.backlog = backlog;
        this.number = backlog == null ? 0 : backlog.number(messages.size());
        this.states = new int[messages.size()];
        this.untold = messages.size();
    }

    Address to() {
        return to;
    }

    Duration delay() {
        return delay;
    }

    WireMessage message(int index) {
        return messages.get(index);
    }

    /** Greater than those of all messages that were published before. */
    long number(int index) {
        return number + index;
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

    /** Messages before this one are with the transport from now on, or parked. */
    void handing(int end) {
        handed = end;
    }

    /** The answers to a call of the transport that began with this message. */
    SendListener from(int first) {
        return first == 0 ? this : new Shifted(this, first);
    }

    @Override
    public void confirmed(int index) {
        passed(index);
        if (answered(index)) {
            listener.confirmed(index);
        }
    }

    @Override
    public void rejected(int index, Throwable cause) {
        boolean unused = refused(index, cause);
    }

    @Override
    public void unknown(int index, Throwable cause) {
        passed(index);
        if (answered(index)) {
            listener.unknown(index, failures.unknown(wanted(), cause));
        }
    }

    /** As {@link #rejected}; says whether the message is parked now, because the broker is away. */
    boolean refused(int index, Throwable cause) {
        MessagingException failure = failures.rejected(wanted(), cause);
        if (backlog != null && failure.code() == ErrorCode.UNAVAILABLE) {
            boolean parked = park(index, failure);
            if (parked) {
                backlog.add(this, index, failure);
                endIfGivenUp(index, index + 1);
            }
            return parked;
        }
        if (answered(index)) {
            listener.rejected(index, failure);
        }
        return false;
    }

    /** A message is not with the transport, for this reason; {@code false} if it was told of already. */
    boolean park(int index, MessagingException why) {
        absence = why;
        if (STATES.compareAndSet(states, index, OPEN, PARKED)) {
            return true;
        }
        boolean unused = answered(index);
        return false;
    }

    /** Follows whenever messages were parked: one whose flight was given up before would wait for ever. */
    void endIfGivenUp(int from, int to) {
        String why = givenUp;
        if (why != null) {
            for (int i = from; i < to; i++) {
                rejectParked(i, why);
            }
        }
    }

    boolean isParked(int index) {
        return (int) STATES.getVolatile(states, index) == PARKED;
    }

    /** A parked message is to be with the transport again; {@code false} if it was told of meanwhile. */
    boolean unpark(int index) {
        return STATES.compareAndSet(states, index, PARKED, OPEN);
    }

    /** Rejects a parked message, because a later one of its key is there. */
    void overtaken(int index) {
        rejectParked(index, "before a later message of its key was sent");
    }

    /** Ends whatever has not been told of: as unknown what the transport has, as rejected what is parked. */
    void giveUp(String why) {
        // First this: whoever parks a message that the loop has not met looks for it afterwards.
        givenUp = why;
        for (int i = 0; i < handed; i++) {
            if (STATES.compareAndSet(states, i, OPEN, TOLD)) {
                told();
                listener.unknown(i, unanswered(why));
            } else {
                rejectParked(i, why);
            }
        }
    }

    private void rejectParked(int index, String why) {
        MessagingException reason = absence;
        if (STATES.compareAndSet(states, index, PARKED, ANSWERED)) {
            room.giveBack(1);
            told();
            listener.rejected(
                    index,
                    new MessagingException(
                            ErrorCode.UNAVAILABLE,
                            wanted() + " found no broker " + why + "; it was not stored",
                            reason));
        }
    }

    private void passed(int index) {
        if (backlog != null) {
            backlog.passed(this, index);
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

    private MessagingException unanswered(String why) {
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
