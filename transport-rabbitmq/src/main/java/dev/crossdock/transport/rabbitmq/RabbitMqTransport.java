package dev.crossdock.transport.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
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
import java.util.OptionalLong;

/** Two connections to one broker: one for publishing, one for all else. */
final class RabbitMqTransport implements Transport {
    private final Capabilities capabilities;
    private final SharedConnection publishConnection;
    private final SharedConnection consumeConnection;
    private final Workbench workbench;
    private final Provisioner provisioner;
    private final Publishing publishing;
    private final Consuming consuming;
    private final Facts facts;

    RabbitMqTransport(RabbitMqConfig config, Client client) {
        this.capabilities = Capabilities.builder()
                .releases(true)
                .emptiesLanes(true)
                .countsDeliveries(true)
                .maxHold(config.consumerTimeout())
                .ordersPerKey(true)
                .maxMessageBytes(config.maxMessageBytes())
                .maxHeaders(config.maxHeaders())
                .build();
        this.publishConnection = new SharedConnection(client, "publishing");
        this.consumeConnection = new SharedConnection(client, "consuming");
        this.workbench = new Workbench(consumeConnection);
        this.provisioner = new Provisioner(workbench);
        this.publishing = new Publishing(publishConnection, provisioner, config);
        URI management = config.managementUri();
        this.facts = new Facts(management == null ? null : new Management(config, management), publishConnection);
        this.consuming = new Consuming(consumeConnection, publishConnection, provisioner, config);
    }

    /** Finds out whether the broker is there and lets us in. */
    void connect() throws Exception {
        consumeConnection.get();
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

    /**
     * The broker tells through this protocol what is ready and who reads, but not what is on loan. What nobody reads is not on
     * loan.
     */
    @Override
    public OptionalLong depth(Address.Queue queue) throws Exception {
        AMQP.Queue.DeclareOk found = provisioner.look(queue);
        return found.getConsumerCount() == 0 ? OptionalLong.of(found.getMessageCount()) : OptionalLong.empty();
    }

    @Override
    public Optional<Description> describe(Address address) throws Exception {
        return Optional.of(facts.of(address));
    }

    @Override
    public void ping() throws Exception {
        workbench.ask(channel -> {
            // The cheapest request that the broker answers and that nobody needs a right for.
            channel.basicQos(1);
            return channel;
        });
    }

    @Override
    public ErrorCode classify(Throwable nativeFailure) {
        return NativeFailures.classify(nativeFailure);
    }

    /** The connection on which queues are read and declared; not the one for publishing, whose order it would disturb. */
    @Override
    public <X> Optional<X> unwrap(Class<X> nativeType) {
        Connection connection = consumeConnection.peek();
        return nativeType.isInstance(connection) ? Optional.of(nativeType.cast(connection)) : Optional.empty();
    }

    @Override
    public void close() {
        publishing.close();
        publishConnection.close();
        consumeConnection.close();
    }
}
