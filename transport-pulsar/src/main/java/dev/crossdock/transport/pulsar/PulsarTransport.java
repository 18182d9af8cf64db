package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Capabilities;
import dev.crossdock.messaging.spi.Description;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.Topology;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.WireMessage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;

/** One native client: a producer for each address, and some consumers for each receiver. */
final class PulsarTransport implements Transport {
    private static final long CLOSE_SECONDS = 5;

    private final PulsarClient client;
    private final PulsarConfig config;
    private final PulsarNames names;
    private final Producers producers;
    private final Provisioner provisioner;
    private final Publishing publishing;
    private final Consuming consuming;
    private final TopicFacts facts;
    private final Capabilities capabilities;
    private volatile boolean closed;

    PulsarTransport(PulsarClient client, PulsarConfig config) {
        this.client = client;
        this.config = config;
        this.names = new PulsarNames(config.tenant(), config.namespace(), config.groupNamespace());
        this.producers = new Producers(client, config, names);
        this.provisioner = new Provisioner(client, config, names, producers);
        this.publishing =
                new Publishing(provisioner, producers, new MessageSize(config.maxMessageBytes(), config.maxHeaders()));
        URI admin = config.adminUrl();
        this.facts = new TopicFacts(names, provisioner, admin == null ? null : new BrokerAdmin(config, admin));
        this.consuming = new Consuming(client, config, names, provisioner, producers);
        this.capabilities = Capabilities.builder()
                .maxSendDelay(config.maxDelay())
                .ordersPerKey(config.batching() == PulsarConfig.Batching.BY_KEY)
                .replays(true)
                .maxMessageBytes(config.maxMessageBytes())
                .maxHeaders(config.maxHeaders())
                .build();
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public void provision(Address address, Topology topology) throws Exception {
        checkOpen();
        provisioner.provision(address, topology);
    }

    @Override
    public void send(Address to, List<WireMessage> messages, Duration delay, SendListener listener) {
        publishing.send(to, messages, delay, listener);
    }

    @Override
    public Receiver open(Address.Queue queue, ReceiverOptions options) throws Exception {
        checkOpen();
        return consuming.open(queue, options);
    }

    @Override
    public Optional<Description> describe(Address address) throws Exception {
        checkOpen();
        return Optional.of(facts.of(address));
    }

    /** Asks after a topic that nobody has: that there is none is an answer, and so is that we may not know. */
    @Override
    public void ping() throws Exception {
        checkOpen();
        try {
            client.getPartitionsForTopic(names.nowhere(), false).get(config.patienceMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            Throwable cause = PulsarErrors.unwrapped(e);
            if (!PulsarErrors.isMissing(cause) && !(cause instanceof PulsarClientException.AuthorizationException)) {
                throw e;
            }
        }
    }

    @Override
    public ErrorCode classify(Throwable nativeFailure) {
        return PulsarErrors.code(nativeFailure);
    }

    @Override
    public <X> Optional<X> unwrap(Class<X> nativeType) {
        return nativeType.isInstance(client) ? Optional.of(nativeType.cast(client)) : Optional.empty();
    }

    @Override
    public void close() throws Exception {
        if (closed) {
            return;
        }
        closed = true;
        publishing.close();
        try {
            client.closeAsync().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            // A broker that does not answer says goodbye to nobody; nothing is written any more.
            client.shutdown();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw Producers.closed();
        }
    }
}
