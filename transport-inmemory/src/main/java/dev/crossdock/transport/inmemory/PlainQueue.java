package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A queue whose loans last as long as their session, as on RabbitMQ.
 *
 * <p>A released message comes again at once and before all others; what is given back, or left by a session, comes at its
 * former place. With order per key, the oldest session reads everything and the others stand by.
 */
final class PlainQueue implements CopyTarget {
    private final QueueGuard guard = new QueueGuard();
    private final Backlog backlog = new Backlog();
    private final List<PlainSession> sessions = new ArrayList<>();
    private final Capacity capacity;
    private final boolean singleActive;
    private final String name;
    private long nextPlace;
    private long nextFront = -1;

    PlainQueue(Address.Queue address, boolean ordersPerKey, int maxMessages) {
        this.name = address.inWords();
        this.singleActive = ordersPerKey;
        this.capacity = new Capacity(maxMessages);
    }

    @Override
    public QueueGuard guard() {
        return guard;
    }

    @Override
    public Capacity capacity() {
        return capacity;
    }

    @Override
    public boolean ordersPerKey() {
        return singleActive;
    }

    @Override
    public void append(List<WireMessage> messages, int count, long delayNanos) {
        guard.enter();
        try {
            for (int i = 0; i < count; i++) {
                Queued queued = new Queued(messages.get(i));
                queued.place = nextPlace++;
                backlog.add(queued);
            }
            guard.signal();
        } finally {
            guard.leave();
        }
    }

    @Override
    public Session join(ReceiverOptions options) {
        PlainSession session = new PlainSession(this, name, options.listener());
        sessions.add(session);
        return session;
    }

    @Override
    public int onLoan() {
        guard.enter();
        try {
            return sessions.stream().mapToInt(session -> session.loans.size()).sum();
        } finally {
            guard.leave();
        }
    }

    @Override
    public List<WireMessage> peek(int limit) {
        guard.enter();
        try {
            List<Queued> placed = new ArrayList<>();
            sessions.forEach(session -> session.loans.forEach(loan -> placed.add(loan.queued)));
            backlog.forEachReturned(placed::add);
            return backlog.snapshot(placed, List.of(), limit);
        } finally {
            guard.leave();
        }
    }

    @Override
    public void discard() {}

    @Nullable Queued poll(PlainSession session) {
        boolean reads = !singleActive || (!sessions.isEmpty() && sessions.get(0) == session);
        return reads ? backlog.poll() : null;
    }

    void putBack(Queued queued) {
        backlog.putBack(queued);
    }

    void putFirst(Queued queued) {
        queued.place = nextFront--;
        backlog.putBack(queued);
    }

    boolean leave(PlainSession session) {
        return sessions.remove(session);
    }
}
