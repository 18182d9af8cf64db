package dev.crossdock.transport.nats;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Capabilities;
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

/** One connection to a server or cluster. */
final class NatsTransport implements Transport {
    /** Beyond this a message waits better in the stream than among what is pending. */
    private static final Duration MAX_RELEASE_DELAY = Duration.ofMinutes(5);

    private static final Duration MAX_SEND_DELAY = Duration.ofDays(366);

    private final Capabilities capabilities;
    private final NatsConfig config;
    private final Client client;
    private final Connection connection;
    private final Api api;
    private final Provisioner provisioner;
    private final Publishing publishing;
    private final Consuming consuming;
    private final Browsing browsing;

    NatsTransport(NatsConfig config, Client client, Link link, Connection connection, TimeSource time) {
        ServerVersion version = ServerVersion.parse(connection.getServerInfo().getVersion());
        if (!version.isAtLeast(2, 11)) {
            throw new MessagingException(
                    ErrorCode.UNSUPPORTED,
                    "Wanted a NATS server 2.11 or later, found "
                            + connection.getServerInfo().getVersion());
        }
        boolean schedules = config.schedules() && version.isAtLeast(2, 12);
        this.config = config;
        this.client = client;
        this.connection = connection;
        this.capabilities = Capabilities.builder()
                .releases(true)
                .maxReleaseDelay(MAX_RELEASE_DELAY)
                .maxSendDelay(schedules ? MAX_SEND_DELAY : Duration.ZERO)
                .countsDeliveries(true)
                .ordersPerKey(true)
                .maxMessageBytes((int) Math.min(Integer.MAX_VALUE, connection.getMaxPayload()))
                .maxHeaders(config.maxHeaders())
                .build();
        this.api = new Api(connection, config.requestTimeout());
        this.provisioner = new Provisioner(api, new Blueprints(config, schedules));
        this.publishing = new Publishing(connection, provisioner, config, time);
        this.consuming = new Consuming(client, connection, link, api, provisioner, publishing, config.requestTimeout());
        this.browsing = new Browsing(connection, config.requestTimeout());
        link.add(api);
        link.add(publishing);
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public void provision(Address address, Topology topology) throws Exception {
        provisioner.provision(address, topology);
    }

    @Override
    public void send(Address to, List<WireMessage> messages, Duration delay, SendListener listener) {
        publishing.send(to, messages, delay, listener);
    }

    @Override
    public Receiver open(Address.Queue queue, ReceiverOptions options) throws Exception {
        return consuming.open(queue, options);
    }

    @Override
    public Optional<List<WireMessage>> browse(Address.Queue queue, int limit) throws Exception {
        // Only dead letters have a stream of their own.
        return queue instanceof Address.DeadLetters dead ? Optional.of(browsing.oldest(dead, limit)) : Optional.empty();
    }

    @Override
    public OptionalLong depth(Address.Queue queue) throws Exception {
        if (queue instanceof Address.DeadLetters) {
            StreamInfo found = api.stream(NatsNames.stream(queue));
            if (found == null) {
                throw Provisioner.missing(queue, "");
            }
            return OptionalLong.of(found.getStreamState().getMsgCount());
        }
        ConsumerInfo found = provisioner.look(queue);
        return OptionalLong.of(found.getNumPending() + found.getNumAckPending());
    }

    @Override
    public void ping() throws Exception {
        connection.flush(config.requestTimeout());
    }

    @Override
    public ErrorCode classify(Throwable nativeFailure) {
        return NativeFailures.classify(nativeFailure);
    }

    @Override
    public <X> Optional<X> unwrap(Class<X> nativeType) {
        return nativeType.isInstance(connection) ? Optional.of(nativeType.cast(connection)) : Optional.empty();
    }

    @Override
    public void close() throws Exception {
        publishing.close();
        connection.close();
        client.close();
    }
}
