package dev.crossdock.transport.rabbitmq;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends. All of it goes through one channel, in the order of the calls; a lock is taken once per call and not per message.
 * A channel that is lost is replaced by the next call. Thread-safe.
 */
final class Publishing {
    private static final long LOOK_MILLIS = 50;

    private final SharedConnection connection;
    private final Provisioner provisioner;
    private final RabbitMqConfig config;
    private final ReentrantLock writing = new ReentrantLock();
    private final Map<Address, Route> routes = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private volatile @Nullable PublishChannel current;

    Publishing(SharedConnection connection, Provisioner provisioner, RabbitMqConfig config) {
        this.connection = connection;
        this.provisioner = provisioner;
        this.config = config;
    }

    void send(Address to, List<WireMessage> messages, Duration delay, SendListener listener) {
        Parcel parcel;
        PublishChannel channel;
        try {
            if (!delay.isZero()) {
                throw new MessagingException(
                        ErrorCode.UNSUPPORTED, "Wanted to send with a delay of " + delay + ", possible is none");
            }
            Route known = routes.get(to);
            Route route = known != null
                    ? known
                    : routes.computeIfAbsent(to, address -> Route.to(address, config.unroutable()));
            parcel = new Parcel(route, messages, listener);
            channel = channelFor(route);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            for (int i = 0; i < messages.size(); i++) {
                listener.rejected(i, e);
            }
            return;
        }
        int[] fine = new int[messages.size()];
        int count = 0;
        for (int i = 0; i < fine.length; i++) {
            MessagingException problem = channel.limits().problem(messages.get(i));
            if (problem == null) {
                fine[count++] = i;
            } else {
                listener.rejected(i, problem);
            }
        }
        if (count > 0) {
            write(channel, parcel, fine, count);
        }
    }

    /** Refuses whatever comes from now on. What is unanswered ends with the connection. */
    void close() {
        closed = true;
    }

    private void write(PublishChannel channel, Parcel parcel, int[] indexes, int count) {
        MessagingException refusal = null;
        try {
            refusal = awaitTurn();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refusal = new MessagingException(ErrorCode.INTERRUPTED, "Waiting to send was interrupted", e);
        }
        if (refusal != null) {
            for (int i = 0; i < count; i++) {
                parcel.listener().rejected(indexes[i], refusal);
            }
            return;
        }
        try {
            channel.write(parcel, indexes, count);
        } finally {
            writing.unlock();
        }
    }

    /** Takes the lock, unless the broker takes no messages: somebody may then be stuck inside, with half a message written. */
    private @Nullable MessagingException awaitTurn() throws InterruptedException {
        while (!connection.isBlocked()) {
            if (writing.tryLock() || writing.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return null;
            }
        }
        return new MessagingException(
                ErrorCode.OVERLOADED,
                "Wanted to send, found that the broker takes no messages from this connection, because it is short of"
                        + " memory or disk; nothing was sent");
    }

    private PublishChannel channelFor(Route route) throws Exception {
        PublishChannel channel = current;
        if (channel == null || !channel.isOpen()) {
            channel = replace();
        }
        if (route.address() instanceof Address.Topic topic
                && !channel.exchangesSeen().contains(route.exchange())) {
            if (!provisioner.exists(topic)) {
                throw Provisioner.missing(topic, "; nothing was sent", null);
            }
            channel.exchangesSeen().add(route.exchange());
        }
        return channel;
    }

    private PublishChannel replace() throws Exception {
        writing.lockInterruptibly();
        try {
            PublishChannel channel = current;
            if (closed) {
                throw new MessagingException(
                        ErrorCode.CLOSED, "Wanted to send, found that this connection to RabbitMQ was closed");
            }
            if (channel != null && channel.isOpen()) {
                return channel;
            }
            channel = PublishChannel.open(Channels.open(connection.get()), config);
            current = channel;
            return channel;
        } finally {
            writing.unlock();
        }
    }
}
