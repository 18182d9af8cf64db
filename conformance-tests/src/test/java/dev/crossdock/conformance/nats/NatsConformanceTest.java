package dev.crossdock.conformance.nats;

import dev.crossdock.conformance.TransportConformance;
import dev.crossdock.conformance.TransportHarness;
import org.junit.jupiter.api.Tag;

@Tag("containers")
class NatsConformanceTest extends TransportConformance {
    @Override
    protected TransportHarness harness() {
        return new NatsHarness();
    }
}
