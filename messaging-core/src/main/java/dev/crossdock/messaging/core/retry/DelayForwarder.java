package dev.crossdock.messaging.core.retry;

import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.TimeSource.Alarm;
import dev.crossdock.messaging.core.Engine;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads delay lanes and moves on what is due: to the next lane if the delay is not over, else to the target. One thread
 * for all lanes of a consumer, because a lane's head is looked at a few times a second at most.
 */
public final class DelayForwarder implements Runnable {
    private static final int HELD_PER_LANE = 256;
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final Engine engine;
    private final Address.Inbox inbox;
    private final List<LaneReader> lanes;
    private final Thread thread;
    private volatile boolean closing;

    private DelayForwarder(Engine engine, Address.Inbox inbox, List<LaneReader> lanes) {
        this.engine = engine;
        this.inbox = inbox;
        this.lanes = lanes;
        this.thread = new Thread(this, "crossdock-" + inbox.topic() + "-" + inbox.group() + "-delays");
        thread.setDaemon(true);
    }

    /**
     * Provisions the lanes that lead to an inbox and to its topic, and reads them; {@code null} if the broker needs none or
     * moves on by itself what has waited there. Those to the topic are then left to whoever publishes with a delay.
     */
    public static @Nullable DelayForwarder start(Engine engine, Address.Inbox inbox) throws Exception {
        boolean readByTheBroker = engine.ladder().movesByItself();
        List<LaneReader> lanes = new ArrayList<>();
        for (Address.DelayLane lane : engine.ladder().lanes(inbox)) {
            engine.sender().provision(lane);
            if (!readByTheBroker) {
                lanes.add(new LaneReader(engine, lane));
            }
        }
        if (lanes.isEmpty()) {
            return null;
        }
        DelayForwarder forwarder = new DelayForwarder(engine, inbox, lanes);
        forwarder.thread.start();
        return forwarder;
    }

    /** Ends the thread, which gives back what it holds; waits for it within a bound. */
    public void close(Duration limit) throws InterruptedException {
        closing = true;
        LockSupport.unpark(thread);
        thread.join(Math.max(1, limit.toMillis()));
    }

    @Override
    public void run() {
        while (!closing) {
            Duration wait = LOOK;
            for (LaneReader lane : lanes) {
                try {
                    Duration untilDue = lane.moveOn();
                    if (untilDue.compareTo(wait) < 0) {
                        wait = untilDue;
                    }
                } catch (Exception | Error e) {
                    lane.lose(e, inbox);
                }
            }
            rest(wait);
        }
        lanes.forEach(LaneReader::close);
    }

    // Real time bounds the wait; the alarm ends it early, and alone knows about a time that is not real.
    private void rest(Duration wait) {
        if (wait.isZero() || wait.isNegative()) {
            return;
        }
        Alarm alarm = engine.time().schedule(wait, () -> LockSupport.unpark(thread));
        if (!closing) {
            LockSupport.parkNanos(this, LOOK.toNanos());
        }
        alarm.cancel();
    }

    /** One lane, and the messages at its head that are not due yet. The forwarder's thread's alone. */
    private static final class LaneReader {
        private final Engine engine;
        private final Address.DelayLane lane;
        private final Deque<WireDelivery> held = new ArrayDeque<>();
        private final Set<WireDelivery> lost = ConcurrentHashMap.newKeySet();
        private @Nullable Receiver receiver;
        private Instant nextAttempt = Instant.MIN;
        private Instant renewAt = Instant.MIN;
        private boolean troubled;

        LaneReader(Engine engine, Address.DelayLane lane) {
            this.engine = engine;
            this.lane = lane;
        }

        /** Fetches, forwards what is due, and says how long the next one has to wait. */
        Duration moveOn() throws Exception {
            Instant now = engine.time().now();
            if (now.isBefore(nextAttempt)) {
                return Duration.between(now, nextAttempt);
            }
            Receiver open = receiver();
            if (held.size() < HELD_PER_LANE) {
                held.addAll(open.receive(HELD_PER_LANE - held.size(), Duration.ZERO));
            } else {
                held.addAll(open.receive(0, Duration.ZERO));
            }
            if (!lost.isEmpty()) {
                held.removeIf(lost::remove);
                lost.clear();
            }
            if (!held.isEmpty() && now.isAfter(renewAt)) {
                open.renew(List.copyOf(held));
                renewAt = now.plus(LEASE.dividedBy(3));
            }
            boolean moved = forwardDue(open, now);
            if (held.isEmpty()) {
                return moved ? Duration.ZERO : LOOK;
            }
            return Duration.between(now, until(held.getFirst()));
        }

        // Confirmed first, settled second: a crash in between makes a duplicate of the same id.
        private boolean forwardDue(Receiver open, Instant now) {
            List<WireDelivery> due = new ArrayList<>();
            List<CompletableFuture<Void>> copies = new ArrayList<>();
            while (!held.isEmpty() && !until(held.getFirst()).isAfter(now)) {
                due.add(held.getFirst());
                copies.add(forward(held.removeFirst(), now));
            }
            List<WireDelivery> confirmed = new ArrayList<>();
            CompletionException failure = null;
            for (int i = 0; i < due.size(); i++) {
                try {
                    copies.get(i).join();
                    confirmed.add(due.get(i));
                } catch (CompletionException e) {
                    failure = e;
                }
            }
            if (!confirmed.isEmpty()) {
                open.accept(confirmed);
            }
            if (failure != null) {
                // The others are still on loan; closing the receiver gives them back.
                throw failure;
            }
            return !due.isEmpty();
        }

        void lose(Throwable failure, Address.Inbox inbox) {
            held.clear();
            closeReceiver();
            nextAttempt = engine.time().now().plus(PAUSE_AFTER_FAILURE);
            if (!troubled) {
                troubled = true;
                engine.events().emit(new MessagingEvent.ConnectionLost(inbox.topic(), inbox.group(), failure));
            }
        }

        void close() {
            Receiver open = receiver;
            if (open != null && !held.isEmpty()) {
                open.giveBack(List.copyOf(held));
                held.clear();
            }
            closeReceiver();
        }

        private Receiver receiver() throws Exception {
            Receiver open = receiver;
            if (open == null) {
                open = engine.transport()
                        .open(lane, new ReceiverOptions(Ordering.UNORDERED, LEASE, HELD_PER_LANE, lost::add));
                receiver = open;
                troubled = false;
            }
            return open;
        }

        private CompletableFuture<Void> forward(WireDelivery due, Instant now) {
            WireMessage message = due.message();
            Instant notBefore = WireHeaders.instant(message.headers(), WireHeaders.NOT_BEFORE);
            WireMessage moved = new WireMessage(
                    message.body(), message.key(), message.headers().without(WireHeaders.LANE_UNTIL));
            Duration remaining = notBefore == null ? Duration.ZERO : Duration.between(now, notBefore);
            return engine.sender().sendLater(lane.target(), moved, remaining);
        }

        private static Instant until(WireDelivery delivery) {
            Instant until = WireHeaders.instant(delivery.message().headers(), WireHeaders.LANE_UNTIL);
            return until == null ? Instant.MIN : until;
        }

        private void closeReceiver() {
            Receiver open = receiver;
            receiver = null;
            if (open != null) {
                try {
                    open.close();
                } catch (Exception | Error e) {
                    System.getLogger("dev.crossdock.messaging")
                            .log(System.Logger.Level.DEBUG, "closing the receiver of " + lane + " failed", e);
                }
            }
        }
    }
}
