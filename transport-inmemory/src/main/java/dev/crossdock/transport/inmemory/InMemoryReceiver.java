package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.WireDelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session on a queue as its reader sees it: it waits, and it meets a broker that is paused or gone. */
final class InMemoryReceiver implements Receiver {
    private static final EndReason CLOSED = new EndReason(ErrorCode.CLOSED, "The receiver was closed");

    private final InMemoryTransport connection;
    private final Gate gate;
    private final QueueStore store;
    private final Session session;
    private final InMemoryConfig config;
    private volatile boolean receiving;
    private volatile boolean woken;
    private @Nullable EndReason end;

    InMemoryReceiver(
            InMemoryTransport connection, Gate gate, QueueStore store, Session session, InMemoryConfig config) {
        this.connection = connection;
        this.gate = gate;
        this.store = store;
        this.session = session;
        this.config = config;
    }

    @Override
    public List<WireDelivery> receive(int max, Duration wait) throws InterruptedException {
        long left = BrokerClock.nanos(wait);
        List<WireDelivery> taken = new ArrayList<>();
        QueueGuard guard = store.guard();
        receiving = true;
        while (true) {
            guard.enterInterruptibly();
            try {
                if (end != null) {
                    throw end.exception();
                }
                if (!gate.isPaused()) {
                    session.take(max, taken);
                }
                if (!taken.isEmpty() || woken || left <= 0) {
                    woken = false;
                    receiving = false;
                    return taken;
                }
                if (!guard.hasNews()) {
                    left = guard.await(left);
                }
            } finally {
                guard.leave();
            }
        }
    }

    @Override
    public void wakeup() {
        woken = true;
        // Whoever starts to receive after this line sees that it was woken before it waits.
        if (receiving) {
            signal();
        }
    }

    @Override
    public void accept(List<? extends WireDelivery> deliveries) {
        settle(deliveries, session::accept);
    }

    @Override
    public void release(List<? extends WireDelivery> deliveries, Duration delay) {
        if (delay.compareTo(config.maxReleaseDelay()) > 0) {
            // Not a failure of the broker, but of whoever did not read the capabilities.
            throw new IllegalArgumentException(
                    "wanted to release with a delay of " + delay + ", possible is " + config.maxReleaseDelay());
        }
        settle(deliveries, some -> session.release(some, BrokerClock.nanos(delay)));
    }

    @Override
    public void giveBack(List<? extends WireDelivery> deliveries) {
        settle(deliveries, session::giveBack);
    }

    @Override
    public void renew(List<? extends WireDelivery> deliveries) {
        settle(deliveries, session::renew);
    }

    @Override
    public boolean hold(WireDelivery delivery, int attemptsMade) {
        settle(List.of(delivery), some -> session.hold(delivery, attemptsMade));
        return session.notesAttempts();
    }

    @Override
    public void close() throws InterruptedException {
        if (hasEnded()) {
            return;
        }
        try {
            gate.await(config.requestTimeout(), "pass on what was settled");
        } catch (MessagingException | InterruptedException e) {
            end(CLOSED, Session.Ending.LOST);
            throw e;
        }
        end(CLOSED, Session.Ending.CLOSED);
    }

    boolean reads(QueueStore queue) {
        return store == queue;
    }

    /** The broker ends the session. */
    void drop(EndReason reason) {
        end(reason, Session.Ending.LOST);
    }

    void signal() {
        store.guard().enter();
        try {
            store.guard().signal();
        } finally {
            store.guard().leave();
        }
    }

    private void settle(List<? extends WireDelivery> deliveries, Consumer<List<? extends WireDelivery>> settlement) {
        if (gate.isPaused()) {
            List<? extends WireDelivery> copy = List.copyOf(deliveries);
            if (gate.keeps(new HeldSettlement(connection, () -> settleNow(copy, settlement)))) {
                return;
            }
        }
        settleNow(deliveries, settlement);
    }

    private void settleNow(List<? extends WireDelivery> deliveries, Consumer<List<? extends WireDelivery>> settlement) {
        store.guard().enter();
        try {
            settlement.accept(deliveries);
        } finally {
            store.guard().leave();
        }
    }

    private boolean hasEnded() {
        store.guard().enter();
        try {
            return end != null;
        } finally {
            store.guard().leave();
        }
    }

    private void end(EndReason reason, Session.Ending ending) {
        store.guard().enter();
        try {
            if (end == null) {
                end = reason;
                session.end(ending);
                store.guard().signal();
            }
        } finally {
            store.guard().leave();
        }
        connection.forget(this);
    }
}
