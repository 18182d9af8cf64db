package dev.crossdock.transport.nats;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Capabilities;
import dev.crossdock.messaging.spi.Description;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.Topology;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.WireMessage;
import io.nats.client.Connection;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server or cluster. The client makes it again when it is lost, but gives up when a server has refused
 * the account twice in a row, as one does that has been started before what it asks about accounts: then another is made
 * here, when one is needed.
 */
final class NatsTransport implements Transport {
    /** Beyond this a message waits better in the stream than among what is pending. */
    private static final Duration MAX_RELEASE_DELAY = Duration.ofMinutes(5);

    private static final Duration MAX_SEND_DELAY = Duration.ofDays(366);
    private static final long PAUSE_NANOS = Duration.ofSeconds(2).toNanos();

    private final Capabilities capabilities;
    private final NatsConfig config;
    private final Client client;
    private final TimeSource time;
    private volatile Connected connected;
    private volatile boolean closed;
    private @Nullable MessagingException lastRefusal;
    private long lastTried;

    NatsTransport(NatsConfig config, Client client, TimeSource time) throws InterruptedException {
        this.config = config;
        this.client = client;
        this.time = time;
        this.connected = Connected.open(config, client, time);
        boolean schedules = ServerVersion.of(connected.connection()).schedules(config);
        this.capabilities = Capabilities.builder()
                .releases(true)
                .maxReleaseDelay(MAX_RELEASE_DELAY)
                .maxSendDelay(schedules ? MAX_SEND_DELAY : Duration.ZERO)
                .countsDeliveries(true)
                .ordersPerKey(true)
                .maxMessageBytes(
                        (int) Math.min(Integer.MAX_VALUE, connected.connection().getMaxPayload()))
                .maxHeaders(config.maxHeaders())
                .build();
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public void provision(Address address, Topology topology) throws Exception {
        connected().provisioner().provision(address, topology);
    }

    @Override
    public void send(Address to, List<WireMessage> messages, Duration delay, SendListener listener) {
        Publishing publishing;
        try {
            publishing = connected().publishing();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            for (int i = 0; i < messages.size(); i++) {
                listener.rejected(i, e);
            }
            return;
        }
        publishing.send(to, messages, delay, listener);
    }

    @Override
    public Receiver open(Address.Queue queue, ReceiverOptions options) throws Exception {
        return connected().consuming().open(queue, options);
    }

    @Override
    public Optional<List<WireMessage>> browse(Address.Queue queue, int limit) throws Exception {
        // Only dead letters have a stream of their own.
        return queue instanceof Address.DeadLetters dead
                ? Optional.of(connected().browsing().oldest(dead, limit))
                : Optional.empty();
    }

    @Override
    public OptionalLong depth(Address.Queue queue) throws Exception {
        if (queue instanceof Address.DeadLetters) {
            StreamInfo found = connected().api().stream(NatsNames.stream(queue));
            if (found == null) {
                throw Provisioner.missing(queue, "");
            }
            return OptionalLong.of(found.getStreamState().getMsgCount());
        }
        ConsumerInfo found = connected().provisioner().look(queue);
        return OptionalLong.of(found.getNumPending() + found.getNumAckPending());
    }

    @Override
    public Optional<Description> describe(Address address) throws Exception {
        return Optional.of(Facts.of(address, connected().api()));
    }

    @Override
    public void ping() throws Exception {
        Connected now = connected();
        // The client would wait for a connection, for as long as it is allowed to: whoever asks wants to know at once.
        if (now.connection().getStatus() != Connection.Status.CONNECTED) {
            throw now.link().absence();
        }
        now.connection().flush(config.requestTimeout());
    }

    @Override
    public ErrorCode classify(Throwable nativeFailure) {
        return NativeFailures.classify(nativeFailure);
    }

    @Override
    public <X> Optional<X> unwrap(Class<X> nativeType) {
        return nativeType.isInstance(connected.connection())
                ? Optional.of(nativeType.cast(connected.connection()))
                : Optional.empty();
    }

    @Override
    public void close() throws Exception {
        synchronized (this) {
            closed = true;
        }
        connected.close();
        client.close();
    }

    private Connected connected() throws InterruptedException {
        Connected now = connected;
        return !closed && now.isOver() ? connectAgain() : now;
    }

    /** A server that refuses an account does not want to be asked by every message. */
    private synchronized Connected connectAgain() throws InterruptedException {
        if (closed || !connected.isOver()) {
            return connected;
        }
        if (lastRefusal != null && System.nanoTime() - lastTried < PAUSE_NANOS) {
            throw lastRefusal;
        }
        try {
            Connected next = Connected.open(config, client, time);
            connected.publishing().close();
            connected = next;
            lastRefusal = null;
            return next;
        } catch (MessagingException e) {
            lastRefusal = e;
            throw e;
        } finally {
            lastTried = System.nanoTime();
        }
    }
}
