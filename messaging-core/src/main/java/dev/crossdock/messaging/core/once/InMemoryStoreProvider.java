package dev.crossdock.messaging.core.once;

import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.IdempotencyStoreProvider;
import dev.crossdock.messaging.spi.Settings;

/** The store that is there without a jar: {@code crossdock.idempotency.memory.max-entries}. */
public final class InMemoryStoreProvider implements IdempotencyStoreProvider {
    @Override
    public String name() {
        return "memory";
    }

    @Override
    public IdempotencyStore open(Settings settings, TimeSource time) {
        return new InMemoryIdempotencyStore(time, settings.number("max-entries", 1, 100_000_000, 100_000));
    }
}
