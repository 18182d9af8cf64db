package dev.crossdock.conformance;

class InMemoryPartitionedLogConformanceTest extends TransportConformance {
    @Override
    protected TransportHarness harness() {
        return new InMemoryHarness("partitioned-log");
    }
}
