package dev.crossdock.transport.rabbitmq;

import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Connection;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection that is made when it is needed, and made again after it was lost, by whoever needs it next. Between two
 * attempts that fail there is a second, in which everybody gets the failure of the last one: a broker that comes back must
 * not meet a crowd. Thread-safe.
 */
final class SharedConnection {
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final int CLOSE_TIMEOUT_MILLIS = 2_000;

    private final ReentrantLock connecting = new ReentrantLock();
    private final Client client;
    private final String purpose;
    private volatile @Nullable Connection current;
    private volatile boolean blocked;
    private volatile boolean closed;
    private @Nullable Exception lastFailure;
    private long failedAt;

    /** Nothing is connected yet. */
    SharedConnection(Client client, String purpose) {
        this.client = client;
        this.purpose = purpose;
    }

    /** An open connection. */
    Connection get() throws Exception {
        Connection open = current;
        if (open != null && open.isOpen()) {
            return open;
        }
        connecting.lockInterruptibly();
        try {
            if (closed) {
                throw new MessagingException(
                        ErrorCode.CLOSED, "Wanted a connection to RabbitMQ, found that this transport was closed");
            }
            open = current;
            if (open != null && open.isOpen()) {
                return open;
            }
            if (lastFailure != null && System.nanoTime() - failedAt < PAUSE) {
                throw again(lastFailure);
            }
            return connect();
        } finally {
            connecting.unlock();
        }
    }

    /** The connection as it is; {@code null} if there is none now. */
    @Nullable Connection peek() {
        return current;
    }

    /** Whether the broker has said that it is short of memory or disk and takes no messages from here. */
    boolean isBlocked() {
        return blocked;
    }

    void close() {
        closed = true;
        Connection open = current;
        if (open != null) {
            open.abort(CLOSE_TIMEOUT_MILLIS);
        }
        // Somebody may have been connecting; what they made is closed now or by them.
        connecting.lock();
        try {
            Connection late = current;
            if (late != null && late != open) {
                late.abort(CLOSE_TIMEOUT_MILLIS);
            }
        } finally {
            connecting.unlock();
        }
    }

    private Connection connect() throws Exception {
        try {
            Connection made = client.connect(purpose);
            blocked = false;
            made.addBlockedListener(new BlockedListener() {
                @Override
                public void handleBlocked(String reason) {
                    blocked = true;
                }

                @Override
                public void handleUnblocked() {
                    blocked = false;
                }
            });
            lastFailure = null;
            current = made;
            return made;
        } catch (Exception e) {
            lastFailure = e;
            failedAt = System.nanoTime();
            throw e;
        }
    }

    /** A new exception for each who asks: one that is shared collects everybody's stack and suppressed ones. */
    private static MessagingException again(Exception failure) {
        return new MessagingException(
                NativeFailures.classify(failure),
                "Wanted a connection to RabbitMQ, found that an attempt failed less than a second ago ("
                        + failure.getClass().getSimpleName() + "); the next is possible a second after it",
                failure);
    }
}
