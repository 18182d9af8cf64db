package dev.crossdock.transport.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A channel for requests that are no messages: declarations, and signs of life. The broker closes a channel when it
 * refuses something; then the next request gets a new one. One request at a time. Thread-safe.
 */
final class Workbench {
    private final ReentrantLock working = new ReentrantLock();
    private final SharedConnection connection;
    private @Nullable Channel channel;

    Workbench(SharedConnection connection) {
        this.connection = connection;
    }

    /** Asks the broker something. */
    interface Request<T> {
        /** Asks on a channel that is this request's alone until it returns. */
        T on(Channel channel) throws Exception;
    }

    <T> T ask(Request<T> request) throws Exception {
        working.lockInterruptibly();
        try {
            Channel open = channel;
            if (open == null || !open.isOpen()) {
                open = Channels.open(connection.get());
                channel = open;
            }
            return request.on(open);
        } catch (ChannelContinuationTimeoutException e) {
            // The answer may still come, and would be taken for the next request's.
            channel = null;
            throw e;
        } finally {
            working.unlock();
        }
    }
}
