package dev.crossdock.conformance.stores;

import dev.crossdock.conformance.IdempotencyStoreConformance;
import dev.crossdock.conformance.StoreHarness;

class StoreInH2ConformanceTest extends IdempotencyStoreConformance {
    @Override
    protected StoreHarness harness() {
        return new JdbcStoreHarness("store/h2", new H2Server());
    }
}
