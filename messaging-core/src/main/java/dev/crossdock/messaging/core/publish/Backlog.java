package dev.crossdock.messaging.core.publish;

import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.core.Aside;
import dev.crossdock.messaging.core.Pauses;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where messages wait that were published while the broker was away, so surely not stored: until it takes them or their
 * time is over. Whatever is published meanwhile waits behind them. Thread-safe; while nobody waits, a message costs one
 * number and one look.
 *
 * <p>Now and then the oldest one is sent alone, to see whether the broker is back. When it was taken the others follow in
 * the order in which they were published, a slice at a time, each when the one before it has its answers; and nothing is
 * sent before everything has been answered that was handed to the transport earlier. So what waits is overtaken only by
 * what was on its way already; if that has the same key, what waits is refused instead of being stored behind it.
 */
final class Backlog {
    /** How what waits is handed to the transport; may block. */
    @FunctionalInterface
    interface Road {
        /** Tells the listener once per message. */
        void hand(Address to, List<WireMessage> messages, Duration delay, SendListener answers);
    }

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    // Until those have their answers that were on their way when the broker went.
    private static final Duration SOON = Duration.ofMillis(10);
    private static final int SLICE = 1024;

    private final Road road;
    private final Room room;
    private final TimeSource time;
    private final Aside aside = new Aside("crossdock-publishes-again");
    private final AtomicLong numbers = new AtomicLong();

    private final Object lock = new Object();
    // These change under the lock only.
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::number));
    private Duration pause = FIRST_PAUSE;
    private @Nullable MessagingException lastAbsence;
    private boolean alone;
    private boolean hopeful;
    private volatile boolean idle = true;

    /**
     * An empty one.
     *
     * @param room which of the messages that have a place in it are with the transport is known by who waits here
     */
    Backlog(Road road, Room room, TimeSource time) {
        this.road = road;
        this.room = room;
        this.time = time;
    }

    /** A number for each of so many messages; gives the first of them. Later ones are greater. */
    long number(int messages) {
        return numbers.getAndAdd(messages);
    }

    /** Whether messages that are published now have to wait behind others; if so, they do. */
    boolean takes(Flight flight, int from, int to) {
        if (idle) {
            return false;
        }
        synchronized (lock) {
            MessagingException why = lastAbsence;
            if (idle || why == null) {
                return false;
            }
            for (int i = from; i < to; i++) {
                if (flight.park(i, why)) {
                    waiting.add(new Waiting(flight, i));
                }
            }
        }
        flight.endIfGivenUp(from, to);
        return true;
    }

    /** Takes in a parked message whose broker was away, as this says. */
    void add(Flight flight, int index, MessagingException absence) {
        synchronized (lock) {
            waiting.add(new Waiting(flight, index));
            lastAbsence = absence;
            if (idle) {
                idle = false;
                alone = false;
                hopeful = false;
                pause = FIRST_PAUSE;
                tryAgainAfter(pause);
            }
        }
    }

    /** A message is stored, or may be: of its key, nothing may be stored any more that was published before. */
    void passed(Flight flight, int index) {
        if (idle || flight.message(index).key() == null) {
            return;
        }
        List<Waiting> overtaken = new ArrayList<>();
        synchronized (lock) {
            Waiting oldest = waiting.peek();
            if (oldest == null || oldest.number() > flight.number(index)) {
                return;
            }
            waiting.removeIf(older -> older.isOvertakenBy(flight, index) && overtaken.add(older));
        }
        overtaken.forEach(older -> older.flight.overtaken(older.index));
    }

    private void tryAgainAfter(Duration delay) {
        time.schedule(delay, () -> aside.run(this::tryAgain));
    }

    private void tryAgain() {
        List<Waiting> slice;
        synchronized (lock) {
            waiting.removeIf(message -> !message.flight.isParked(message.index));
            if (waiting.isEmpty()) {
                idle = true;
                return;
            }
            alone |= room.taken() <= waiting.size();
            if (!alone) {
                tryAgainAfter(SOON);
                return;
            }
            slice = nextSlice();
        }
        if (slice.isEmpty()) {
            tryAgainAfter(Duration.ZERO);
            return;
        }
        Flight first = slice.get(0).flight;
        List<WireMessage> messages =
                slice.stream().map(each -> each.flight.message(each.index)).toList();
        road.hand(first.to(), messages, first.delay(), new Attempt(slice));
    }

    private List<Waiting> nextSlice() {
        List<Waiting> slice = new ArrayList<>();
        int size = hopeful ? SLICE : 1;
        for (Waiting next = waiting.peek();
                next != null && slice.size() < size && (slice.isEmpty() || next.goesWith(slice.get(0)));
                next = waiting.peek()) {
            waiting.remove();
            // Its time may have come to its end meanwhile.
            if (next.flight.unpark(next.index)) {
                slice.add(next);
            }
        }
        return slice;
    }

    private void ended(boolean failed) {
        synchronized (lock) {
            hopeful = !failed;
            if (failed) {
                pause = Pauses.doubled(pause, LONGEST_PAUSE);
                tryAgainAfter(pause);
                return;
            }
            pause = FIRST_PAUSE;
        }
        aside.run(this::tryAgain);
    }

    /** One message of a flight. */
    private record Waiting(Flight flight, int index) {
        long number() {
            return flight.number(index);
        }

        boolean goesWith(Waiting other) {
            return flight.to().equals(other.flight.to()) && flight.delay().equals(other.flight.delay());
        }

        boolean isOvertakenBy(Flight later, int laterIndex) {
            return number() < later.number(laterIndex)
                    && flight.to().equals(later.to())
                    && Objects.equals(
                            flight.message(index).key(),
                            later.message(laterIndex).key());
        }
    }

    /** Messages that are with the transport again. */
    private final class Attempt implements SendListener {
        private final List<Waiting> slice;
        private final boolean[] answered;
        private int open;
        private boolean failed;

        Attempt(List<Waiting> slice) {
            this.slice = slice;
            this.answered = new boolean[slice.size()];
            this.open = slice.size();
        }

        @Override
        public void confirmed(int index) {
            Waiting message = slice.get(index);
            message.flight.confirmed(message.index);
            count(index, false);
        }

        @Override
        public void rejected(int index, Throwable cause) {
            Waiting message = slice.get(index);
            count(index, message.flight.refused(message.index, cause));
        }

        @Override
        public void unknown(int index, Throwable cause) {
            Waiting message = slice.get(index);
            message.flight.unknown(message.index, cause);
            count(index, true);
        }

        private void count(int index, boolean absent) {
            synchronized (this) {
                if (answered[index]) {
                    return;
                }
                answered[index] = true;
                failed |= absent;
                if (--open > 0) {
                    return;
                }
            }
            ended(failed);
        }
    }
}
