package dev.crossdock.conformance.rabbitmq;

import dev.crossdock.conformance.TransportConformance;
import dev.crossdock.conformance.TransportHarness;
import org.junit.jupiter.api.Tag;

@Tag("containers")
class RabbitMqQuorumConformanceTest extends TransportConformance {
    @Override
    protected TransportHarness harness() {
        return new RabbitMqHarness();
    }
}
