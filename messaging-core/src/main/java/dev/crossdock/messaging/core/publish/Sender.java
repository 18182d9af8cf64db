package dev.crossdock.messaging.core.publish;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.core.Failures;
import dev.crossdock.messaging.core.WireTime;
import dev.crossdock.messaging.core.config.EngineSettings;
import dev.crossdock.messaging.core.retry.DelayLadder;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The one road to {@link Transport#send}. Each message ends once: confirmed, rejected or unknown, within the configured
 * time, always with a {@link MessagingException} unless it is confirmed. Thread-safe.
 *
 * <p>At most so many messages are without an answer as configured; a call waits for room, at most for the configured time,
 * and then rejects with {@link ErrorCode#OVERLOADED}. It may therefore block: not for a client's I/O thread.
 *
 * <p>There is one for what users publish and one for what the engine hands over, so that a crowd of the former cannot
 * stop the latter. What users publish waits for a broker that is away; what the engine hands over is still with the broker
 * and tried again from there.
 */
public final class Sender {
    private final Transport transport;
    private final TimeSource time;
    private final Failures failures;
    private final DelayLadder ladder;
    private final Duration timeout;
    private final Room room;
    private final Deadlines deadlines;
    private final @Nullable Backlog backlog;
    private final Lanes lanes;
    private volatile boolean closed;

    private Sender(
            Transport transport,
            TimeSource time,
            Failures failures,
            DelayLadder ladder,
            EngineSettings settings,
            boolean patient) {
        this.transport = transport;
        this.time = time;
        this.failures = failures;
        this.ladder = ladder;
        this.timeout = settings.publishTimeout();
        this.room = new Room(settings.publishMaxInFlight(), time);
        this.deadlines = new Deadlines(time, timeout);
        this.lanes = new Lanes(transport, failures, settings.provisioning());
        this.backlog = patient ? new Backlog(this::hand, room, time) : null;
    }

    /** One whose messages wait for a broker that is away, as long as they have time. */
    public static Sender patient(
            Transport transport, TimeSource time, Failures failures, DelayLadder ladder, EngineSettings settings) {
        return new Sender(transport, time, failures, ladder, settings, true);
    }

    /** One that tells at once when the broker is away, for who keeps the message elsewhere. */
    public static Sender brisk(
            Transport transport, TimeSource time, Failures failures, DelayLadder ladder, EngineSettings settings) {
        return new Sender(transport, time, failures, ladder, settings, false);
    }

    /** Sends one message; the future's failure is a {@link MessagingException}. */
    public CompletableFuture<Void> send(Address to, WireMessage message) {
        Confirmation confirmation = new Confirmation();
        start(to, List.of(message), Duration.ZERO, confirmation);
        return confirmation;
    }

    /**
     * Sends one message that is not to arrive before a delay has passed, by way of the broker's own delay or of a lane,
     * which is provisioned first. The header {@link WireHeaders#NOT_BEFORE} says when it is due.
     */
    public CompletableFuture<Void> sendLater(Address target, WireMessage message, Duration delay) {
        Confirmation confirmation = new Confirmation();
        sendLater(target, message, delay, confirmation);
        return confirmation;
    }

    /** The same, telling a listener, with index 0, instead of making a future. */
    Flight sendLater(Address target, WireMessage message, Duration delay, SendListener listener) {
        if (delay.isZero() || delay.isNegative()) {
            return start(target, List.of(message), Duration.ZERO, listener);
        }
        var hop = ladder.firstHop(target, delay);
        Instant now = time.now();
        Headers headers = message.headers().with(WireHeaders.NOT_BEFORE, WireTime.ceiling(now.plus(delay)));
        if (hop.to() instanceof Address.DelayLane lane) {
            Duration stay = hop.nativeDelay().isZero() ? lane.delay() : hop.nativeDelay();
            headers = headers.with(WireHeaders.LANE_UNTIL, WireTime.ceiling(now.plus(stay)));
        } else {
            headers = headers.without(WireHeaders.LANE_UNTIL);
        }
        WireMessage waiting = new WireMessage(message.body(), message.key(), headers);
        return start(hop.to(), List.of(waiting), hop.nativeDelay(), listener);
    }

    /**
     * Sends many messages. The listener is called once per message, also for what was refused here, with a
     * {@link MessagingException} as the cause; by this thread, a client's, or the time source's.
     */
    public void sendAll(Address to, List<WireMessage> messages, SendListener listener) {
        if (!messages.isEmpty()) {
            start(to, messages, Duration.ZERO, listener);
        }
    }

    /** Refuses whatever comes from now on. */
    public void close() {
        closed = true;
    }

    /** Whether it refuses everything. */
    boolean isClosed() {
        return closed;
    }

    /** Waits until everything sent has its answer; whether that came to pass within the limit. */
    public boolean awaitAnswers(Duration limit) throws InterruptedException {
        return room.awaitEmpty(limit);
    }

    /** Ends whatever has no answer yet: as unknown, or as rejected if it waits for the broker. */
    public void giveUp() {
        deadlines.endAll("because the connection was closed");
    }

    /** Returns when everything is with the transport, or waits for the broker, or is refused. */
    Flight start(Address to, List<WireMessage> messages, Duration delay, SendListener listener) {
        int size = messages.size();
        long deadline = time.nanos() + timeout.toNanos();
        Flight flight = new Flight(to, messages, delay, listener, room, failures, deadline, backlog);
        boolean watched = false;
        int from = 0;
        while (from < size) {
            int taken = room.tryTake(size - from);
            if (taken == 0) {
                if (from > 0 && !watched) {
                    deadlines.watch(flight);
                    watched = true;
                }
                taken = awaitRoom(flight, size - from);
            }
            if (taken == 0) {
                return flight;
            }
            if (closed) {
                room.giveBack(taken);
                flight.refuse(new MessagingException(
                        ErrorCode.CLOSED, flight.wanted() + " found that this messaging is closed"));
                return flight;
            }
            flight.handing(from + taken);
            if (backlog == null || !backlog.takes(flight, from, from + taken)) {
                hand(to, taken == size ? messages : messages.subList(from, from + taken), delay, flight.from(from));
            }
            from += taken;
        }
        // What is answered while it is sent, as in memory, is never watched.
        if (!watched && !flight.isOver()) {
            deadlines.watch(flight);
        }
        return flight;
    }

    private int awaitRoom(Flight flight, int wanted) {
        try {
            long left = Math.max(0, flight.deadline() - time.nanos());
            int taken = room.take(wanted, Duration.ofNanos(left));
            if (taken == 0) {
                flight.refuse(new MessagingException(
                        ErrorCode.OVERLOADED,
                        flight.wanted() + " wanted room within " + timeout + ", found " + room.size()
                                + " messages without an answer, which is the bound"
                                + " (crossdock.publish.max-in-flight); nothing was sent"));
            }
            return taken;
        } catch (InterruptedException e) {
            flight.refuse(failures.of(flight.wanted(), e));
            return 0;
        }
    }

    private void hand(Address to, List<WireMessage> messages, Duration delay, SendListener listener) {
        SendListener answers = listener;
        if (to instanceof Address.DelayLane lane) {
            answers = lanes.watched(lane, listener);
            try {
                lanes.provide(lane);
            } catch (Exception e) {
                MessagingException failure = failures.of("Making " + Destination.describe(lane), e);
                for (int i = 0; i < messages.size(); i++) {
                    answers.rejected(i, failure);
                }
                return;
            }
        }
        try {
            transport.send(to, messages, delay, answers);
        } catch (Throwable e) {
            // It promised not to. Bytes may have left before it threw; those answered already are left alone.
            for (int i = 0; i < messages.size(); i++) {
                answers.unknown(i, e);
            }
        }
    }

    /** Makes sure, once, that a lane exists. */
    public void provision(Address.DelayLane lane) throws Exception {
        lanes.provide(lane);
    }

    private static final class Confirmation extends CompletableFuture<Void> implements SendListener {
        @Override
        public void confirmed(int index) {
            complete(null);
        }

        @Override
        public void rejected(int index, Throwable cause) {
            completeExceptionally(cause);
        }

        @Override
        public void unknown(int index, Throwable cause) {
            completeExceptionally(cause);
        }
    }
}
