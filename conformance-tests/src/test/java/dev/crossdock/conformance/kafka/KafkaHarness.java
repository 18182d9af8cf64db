package dev.crossdock.conformance.kafka;

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
import dev.crossdock.transport.kafka.KafkaTransportProvider;
import java.time.Duration;
import java.util.Map;

/** Kafka with consumer groups. */
public final class KafkaHarness implements TransportHarness {
    private static final Timings TIMINGS = new Timings(
            Duration.ofMillis(500), Duration.ofMillis(1_200), Duration.ofSeconds(60), Duration.ofMillis(2_500));

    private final KafkaBroker broker = KafkaBroker.shared();
    private final KafkaWitness witness = new KafkaWitness(broker);
    private final Capabilities capabilities;

    /** For JUnit and for second processes. */
    public KafkaHarness() {
        try {
            Transport transport = new KafkaTransportProvider()
                    .open(Settings.of(configuration(), Map.of(), "crossdock.kafka."), TimeSource.system());
            this.capabilities = transport.capabilities();
            transport.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public TransportIdentity identity() {
        return new TransportIdentity("kafka", "kafka/consumer-group", "Apache Kafka " + KafkaBroker.VERSION, false);
    }

    @Override
    public Map<String, String> configuration() {
        return configuration(broker.address());
    }

    private static Map<String, String> configuration(String address) {
        return Map.of(
                "crossdock.transport", "kafka",
                "crossdock.kafka.bootstrap-servers", address,
                "crossdock.kafka.partitions", "4",
                // A consumer closes when its last request for records was answered.
                "crossdock.kafka.consumer.fetch.max.wait.ms", "50");
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
        return broker.control();
    }

    @Override
    public boolean tellsLossesApart() {
        return true;
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
}
