package dev.crossdock.conformance;

class InMemoryPlainQueueConformanceTest extends TransportConformance {
    @Override
    protected TransportHarness harness() {
        return new InMemoryHarness("plain-queue");
    }
}
