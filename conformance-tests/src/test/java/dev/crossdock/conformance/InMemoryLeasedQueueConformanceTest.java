package dev.crossdock.conformance;

class InMemoryLeasedQueueConformanceTest extends TransportConformance {
    @Override
    protected TransportHarness harness() {
        return new InMemoryHarness("leased-queue");
    }
}
