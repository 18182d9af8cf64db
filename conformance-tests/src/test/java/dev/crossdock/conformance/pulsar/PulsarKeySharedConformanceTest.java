package dev.crossdock.conformance.pulsar;

import dev.crossdock.conformance.TransportConformance;
import dev.crossdock.conformance.TransportHarness;
import org.junit.jupiter.api.Tag;

@Tag("containers")
class PulsarKeySharedConformanceTest extends TransportConformance {
    @Override
    protected TransportHarness harness() {
        return new PulsarHarness.KeyShared();
    }
}
