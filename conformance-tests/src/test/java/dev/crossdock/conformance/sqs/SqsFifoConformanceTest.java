package dev.crossdock.conformance.sqs;

import dev.crossdock.conformance.TransportConformance;
import dev.crossdock.conformance.TransportHarness;
import org.junit.jupiter.api.Tag;

@Tag("containers")
class SqsFifoConformanceTest extends TransportConformance {
    @Override
    protected TransportHarness harness() {
        return new SqsHarness.Fifo();
    }
}
