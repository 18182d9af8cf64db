package dev.crossdock.conformance.stores;

import dev.crossdock.conformance.IdempotencyStoreConformance;
import dev.crossdock.conformance.StoreHarness;
import org.junit.jupiter.api.Tag;

@Tag("containers")
class StoreInRedisClusterConformanceTest extends IdempotencyStoreConformance {
    @Override
    protected StoreHarness harness() {
        return new RedisStoreHarness(true);
    }
}
