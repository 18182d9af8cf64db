package dev.crossdock.transport.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the broker has pushed and nobody has asked for yet. The client's thread puts in, the receiver's thread takes out; it
 * holds no more than the prefetch that the broker was told.
 */
final class Inflow implements Consumer {
    private final Queue<Pushed> pushed = new ConcurrentLinkedQueue<>();
    private final String queue;
    private volatile @Nullable Thread waiting;
    private volatile @Nullable Exception failure;
    private volatile boolean woken;

    Inflow(String queue) {
        this.queue = queue;
    }

    /** As it came. */
    // Never compared, and handed on once: a copy of every body would buy nothing.
    @SuppressWarnings("ArrayRecordComponent")
    record Pushed(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {}

    /** The oldest; {@code null} if there is none. */
    @Nullable Pushed poll() {
        return pushed.poll();
    }

    /** Whether there is none. */
    boolean isEmpty() {
        return pushed.isEmpty();
    }

    /** Why nothing more will come; {@code null} while the session lives. */
    @Nullable Exception failure() {
        return failure;
    }

    /** Ends the session. The first reason stays. */
    void fail(Exception reason) {
        if (failure == null) {
            failure = reason;
        }
        unpark();
    }

    /** Any thread: the wait ends, or the next one does. */
    void wakeup() {
        woken = true;
        unpark();
    }

    /** Whether it was woken since it was asked last. */
    boolean takeWakeup() {
        if (!woken) {
            return false;
        }
        woken = false;
        return true;
    }

    /** Waits until there is something, or it is woken, or fails, or for so long; may return without a reason. */
    // Where the yield does nothing, batches are smaller, and that is all.
    @SuppressWarnings("ThreadPriorityCheck")
    void await(long nanos, boolean forMessages) throws InterruptedException {
        waiting = Thread.currentThread();
        // Whoever puts something in after this line sees who waits.
        if (!woken && failure == null && !(forMessages && !pushed.isEmpty())) {
            LockSupport.parkNanos(this, nanos);
            // Messages come as a burst, and the first one wakes: the client's thread may go on with the rest of it
            // before.
            Thread.yield();
        }
        waiting = null;
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while waiting for messages of " + queue);
        }
    }

    @Override
    public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
        pushed.add(new Pushed(envelope, properties, body));
        unpark();
    }

    /** The broker cancels when the queue was deleted, or a message was on loan for longer than it allows. */
    @Override
    public void handleCancel(String tag) {
        fail(new MessagingException(
                ErrorCode.UNAVAILABLE,
                "Wanted to read the queue '" + queue + "', found that the broker has cancelled that: the queue was"
                        + " deleted or moved, or a message was on loan for longer than its consumer timeout"));
    }

    @Override
    public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
        fail(signal);
    }

    @Override
    public void handleConsumeOk(String tag) {}

    @Override
    public void handleCancelOk(String tag) {}

    @Override
    public void handleRecoverOk(String tag) {}

    private void unpark() {
        Thread thread = waiting;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }
}
