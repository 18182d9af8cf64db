package dev.crossdock.conformance.stores;

import dev.crossdock.conformance.IdempotencyStoreConformance;
import dev.crossdock.conformance.StoreHarness;
import dev.crossdock.conformance.TransportIdentity;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.core.once.InMemoryIdempotencyStore;

class StoreInMemoryConformanceTest extends IdempotencyStoreConformance {
    @Override
    protected StoreHarness harness() {
        return new InMemory();
    }

    /** One store of one process: there is no other instance. */
    private static final class InMemory implements StoreHarness {
        private final IdempotencyStore store = new InMemoryIdempotencyStore(TimeSource.system(), 100_000);

        @Override
        public TransportIdentity identity() {
            return new TransportIdentity(IdempotencyStoreConformance.STORE, "store/memory", "the engine's own", true);
        }

        @Override
        public IdempotencyStore open(TimeSource time) {
            return store;
        }

        @Override
        public void close() {}
    }
}
