package dev.crossdock.conformance.rabbitmq;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.BrokerSecurity;
import dev.crossdock.conformance.BrokerWitness;
import dev.crossdock.conformance.Detour;
import dev.crossdock.conformance.Timings;
import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.conformance.TransportIdentity;
import dev.crossdock.conformance.containers.ContainerControl;
import dev.crossdock.conformance.network.Link;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Capabilities;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.transport.rabbitmq.RabbitMqTransportProvider;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/** RabbitMQ with quorum queues, in a container that all harnesses of this process share. */
public final class RabbitMqHarness implements TransportHarness {
    // Loans do not end here, so that the lease only paces the engine.
    private static final Timings TIMINGS =
            new Timings(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(2));

    private final RabbitMqContainer broker;
    private final RabbitMqWitness witness;
    private final RabbitMqSecurity security;
    private final Detour detour;
    private final Capabilities capabilities;

    /** Starts a broker, unless this process has one. */
    public RabbitMqHarness() {
        this.broker = RabbitMqContainer.shared();
        Management management = new Management(broker.host(), broker.managementPort());
        this.witness = new RabbitMqWitness(broker, management);
        Link link = Link.open(0, new InetSocketAddress(broker.host(), broker.port()));
        this.detour = new Detour(link, configuration("localhost:" + link.port()));
        this.security = new RabbitMqSecurity(broker, management, configuration());
        try {
            Transport transport = new RabbitMqTransportProvider()
                    .open(Settings.of(configuration(), Map.of(), "crossdock.rabbitmq."), TimeSource.system());
            this.capabilities = transport.capabilities();
            transport.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public TransportIdentity identity() {
        return new TransportIdentity("rabbitmq", "rabbitmq/quorum", "RabbitMQ " + witness.brokerVersion(), false);
    }

    @Override
    public Map<String, String> configuration() {
        return configuration(broker.host() + ":" + broker.port());
    }

    private static Map<String, String> configuration(String address) {
        return Map.of("crossdock.transport", "rabbitmq", "crossdock.rabbitmq.addresses", address);
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public Timings timings() {
        return TIMINGS;
    }

    @Override
    public BrokerWitness witness() {
        return witness;
    }

    @Override
    public BrokerControl control() {
        return new ContainerControl(
                broker.container(),
                broker.port(),
                witness::brokerServes,
                witness::dropConnectionsOfOthers,
                new MemoryAlarm(broker.container()));
    }

    @Override
    public Detour detour() {
        return detour;
    }

    @Override
    public boolean tellsLossesApart() {
        return true;
    }

    // A peer that is silent for two to three of these is gone.
    @Override
    public Map<String, String> settingsOfTheFrozen() {
        return Map.of("crossdock.rabbitmq.heartbeat", "3s");
    }

    @Override
    public BrokerSecurity security() {
        return security;
    }

    @Override
    public void close() {
        detour.link().close();
        witness.close();
        RabbitMqContainer.leave();
    }
}
