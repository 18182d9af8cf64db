package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A message on loan until it is settled here, or its visibility timeout is over. */
final class SqsDelivery implements WireDelivery {
    final String receipt;

    private final WireMessage message;
    private final int deliveryCount;
    private final String source;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile long visibleAt;
    private int renewals;
    private @Nullable Runnable afterRenewal;

    /** @param visibleAt when the broker will give it to others, in the time of {@link System#nanoTime()} */
    SqsDelivery(WireMessage message, String receipt, int deliveryCount, String source, long visibleAt) {
        this.message = message;
        this.receipt = receipt;
        this.deliveryCount = deliveryCount;
        this.source = source;
        this.visibleAt = visibleAt;
    }

    @Override
    public WireMessage message() {
        return message;
    }

    @Override
    public int deliveryCount() {
        return deliveryCount;
    }

    @Override
    public String source() {
        return source;
    }

    /** Ends the loan; {@code false} if it has ended before. Any thread. */
    boolean end() {
        return ended.compareAndSet(false, true);
    }

    boolean hasEnded() {
        return ended.get();
    }

    boolean isOverdue(long now) {
        return visibleAt - now <= 0;
    }

    /** The broker has agreed. Any thread. */
    void extend(long until) {
        visibleAt = until;
    }

    /** A renewal is under way. */
    synchronized void beginRenewal() {
        renewals++;
    }

    /** It has its answer, or will get none. Any thread: it does what has waited for that. */
    void endRenewal() {
        Runnable next = null;
        synchronized (this) {
            renewals--;
            if (renewals == 0) {
                next = afterRenewal;
                afterRenewal = null;
            }
        }
        if (next != null) {
            next.run();
        }
    }

    /** Has something done when no renewal is under way any more; {@code false}, and it is not done, if there is none now. */
    synchronized boolean afterRenewal(Runnable action) {
        if (renewals == 0) {
            return false;
        }
        afterRenewal = action;
        return true;
    }

    @Override
    public String toString() {
        return "SqsDelivery[" + source + ", delivery " + deliveryCount + "]";
    }
}
