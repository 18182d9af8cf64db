package dev.crossdock.conformance.pulsar;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.BrokerSecurity;
import dev.crossdock.conformance.BrokerWitness;
import dev.crossdock.conformance.Detour;
import dev.crossdock.conformance.Timings;
import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.conformance.TransportIdentity;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Capabilities;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.transport.pulsar.PulsarTransportProvider;
import java.time.Duration;
import java.util.Map;

/** Pulsar with one of the two ways to choose subscriptions, in a container that all harnesses of this process share. */
public abstract class PulsarHarness implements TransportHarness {
    // Loans do not end here, so that the lease only paces the engine.
    // Both modes are played at once, each with a broker of its own, on as little as two cores; and a broker looks once
    // a second for what is due.
    private static final Timings TIMINGS =
            new Timings(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(120), Duration.ofSeconds(10));

    // The broker writes down where a subscription is once a second while it moves, and otherwise once a minute
    // (managedLedgerDefaultMarkDeleteRateLimit, managedLedgerCursorPositionFlushSeconds;
    // github.com/apache/pulsar/pull/8634).
    private static final Duration POSITION_FLUSHED = Duration.ofSeconds(70);

    private final String mode;
    private final String subscriptions;
    private final PulsarBroker broker = PulsarBroker.shared();
    private final PulsarWitness witness = new PulsarWitness(broker);
    private final Capabilities capabilities;

    /** With a mode of the conformance report and the setting that makes it. */
    protected PulsarHarness(String mode, String subscriptions) {
        this.mode = mode;
        this.subscriptions = subscriptions;
        try {
            Transport transport = new PulsarTransportProvider()
                    .open(Settings.of(configuration(), Map.of(), "crossdock.pulsar."), TimeSource.system());
            this.capabilities = transport.capabilities();
            transport.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public TransportIdentity identity() {
        return new TransportIdentity("pulsar", mode, "Apache Pulsar " + PulsarBroker.VERSION, false);
    }

    /** With the time for a request that Pulsar's own client takes: a broker that has just started may need it. */
    @Override
    public Map<String, String> configuration() {
        return configuration(broker.clientAddress());
    }

    private Map<String, String> configuration(String address) {
        return Map.of(
                "crossdock.pulsar.request-timeout",
                "30s",
                "crossdock.transport",
                "pulsar",
                "crossdock.pulsar.service-url",
                address,
                "crossdock.pulsar.group-namespace",
                PulsarSecurity.GROUPS,
                "crossdock.pulsar.subscriptions",
                subscriptions);
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
    public Duration settlementsForgottenWithin() {
        return POSITION_FLUSHED;
    }

    @Override
    public BrokerWitness witness() {
        return witness;
    }

    @Override
    public BrokerControl control() {
        return broker.control();
    }

    @Override
    public Detour detour() {
        return new Detour(broker.link(), configuration(broker.detourAddress()));
    }

    @Override
    public BrokerSecurity security() {
        return broker.security();
    }

    @Override
    public void close() {
        witness.close();
    }

    /** Shared subscriptions, Key_Shared for groups that ask for order. */
    public static final class Shared extends PulsarHarness {
        /** For JUnit and for second processes. */
        public Shared() {
            super("pulsar/shared", "by-ordering");
        }
    }

    /** Key_Shared subscriptions for all groups. */
    public static final class KeyShared extends PulsarHarness {
        /** For JUnit and for second processes. */
        public KeyShared() {
            super("pulsar/key-shared", "key-shared");
        }
    }
}
