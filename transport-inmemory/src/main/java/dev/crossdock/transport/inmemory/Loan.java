package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireMessage;
import org.jspecify.annotations.Nullable;

/**
 * One delivery of a queued message. It is valid for as long as the message points back to it, so that an old one can be
 * told from a new one without counting.
 */
final class Loan implements WireDelivery {
    final Queued queued;
    final Session session;

    /** How long it can be renewed at most. */
    final long limit;

    /** When its lease ends. Guarded by the queue's lock, as all that follows. */
    long end;

    @Nullable KeyLane lane;

    @Nullable Loan before;

    @Nullable Loan after;

    private final int deliveryCount;
    private final String queueName;

    Loan(Queued queued, Session session, String queueName, long end, long limit) {
        this.queued = queued;
        this.session = session;
        this.queueName = queueName;
        this.end = Math.min(end, limit);
        this.limit = limit;
        this.deliveryCount = queued.counted + 1;
    }

    boolean isHeldBy(Session other) {
        return session == other && queued.loan == this;
    }

    @Override
    public WireMessage message() {
        return queued.message;
    }

    @Override
    public int deliveryCount() {
        return deliveryCount;
    }

    @Override
    public String source() {
        return queueName + " #" + queued.place;
    }

    @Override
    public String toString() {
        return "Loan[" + source() + ", delivery " + deliveryCount + "]";
    }
}
