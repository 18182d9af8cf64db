package dev.crossdock.conformance.nats;

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
import dev.crossdock.transport.nats.NatsTransportProvider;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/** NATS with JetStream, in a container that all harnesses of this process share. */
public final class NatsHarness implements TransportHarness {
    private static final Timings TIMINGS =
            new Timings(Duration.ofMillis(1_500), Duration.ofSeconds(3), Duration.ofSeconds(30), Duration.ofSeconds(2));

    private final NatsContainer server = NatsContainer.shared();
    private final NatsWitness witness = new NatsWitness(server);
    private final NatsSecurity security = new NatsSecurity(server, configuration());
    private final Detour detour;
    private final Capabilities capabilities;

    /** Starts a server, unless this process has one. */
    public NatsHarness() {
        Link link = Link.open(0, new InetSocketAddress(server.host(), server.port()));
        this.detour = new Detour(link, configuration("localhost:" + link.port()));
        try {
            Transport transport = new NatsTransportProvider()
                    .open(Settings.of(configuration(), Map.of(), "crossdock.nats."), TimeSource.system());
            this.capabilities = transport.capabilities();
            transport.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public TransportIdentity identity() {
        return new TransportIdentity("nats", "nats/jetstream", "NATS " + witness.serverVersion(), false);
    }

    @Override
    public Map<String, String> configuration() {
        return configuration(server.address());
    }

    private static Map<String, String> configuration(String address) {
        return Map.of(
                "crossdock.transport",
                "nats",
                "crossdock.nats.servers",
                address,
                // A member that has died shall be noticed before a scenario loses its patience.
                "crossdock.nats.ack-wait",
                TIMINGS.lease().toMillis() + "ms");
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
                server.container(),
                server.port(),
                witness::serverServes,
                witness::dropConnectionsOfOthers,
                new AccountLimit(server, witness));
    }

    @Override
    public Detour detour() {
        return detour;
    }

    @Override
    public BrokerSecurity security() {
        return security;
    }

    @Override
    public boolean tellsLossesApart() {
        return true;
    }

    @Override
    public void close() {
        detour.link().close();
        witness.close();
        NatsContainer.leave();
    }
}
