package dev.crossdock.conformance.kafka;

import dev.crossdock.conformance.TransportConformance;
import dev.crossdock.conformance.TransportHarness;
import org.junit.jupiter.api.Tag;

@Tag("containers")
class KafkaConsumerGroupConformanceTest extends TransportConformance {
    @Override
    protected TransportHarness harness() {
        return new KafkaHarness();
    }
}
