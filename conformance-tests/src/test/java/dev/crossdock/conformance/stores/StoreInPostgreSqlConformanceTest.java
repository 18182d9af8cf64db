package dev.crossdock.conformance.stores;

import dev.crossdock.conformance.IdempotencyStoreConformance;
import dev.crossdock.conformance.StoreHarness;
import org.junit.jupiter.api.Tag;

@Tag("containers")
class StoreInPostgreSqlConformanceTest extends IdempotencyStoreConformance {
    @Override
    protected StoreHarness harness() {
        return new JdbcStoreHarness("store/postgresql", DatabaseContainer.postgreSql());
    }
}
