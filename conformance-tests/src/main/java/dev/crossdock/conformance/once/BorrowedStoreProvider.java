package dev.crossdock.conformance.once;

import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.IdempotencyStoreProvider;
import dev.crossdock.messaging.spi.Settings;
import java.io.IOException;

/** Opens the store that a {@link StoreServer} lends. Settings: {@code port}, where it does. */
public final class BorrowedStoreProvider implements IdempotencyStoreProvider {
    static final String NAME = "borrowed";
    private static final int MAX_PORT = 65_535;

    /** For the service loader. */
    public BorrowedStoreProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public IdempotencyStore open(Settings settings, TimeSource time) throws IOException {
        return new BorrowedStore(settings.number("port", 1, MAX_PORT, 1));
    }
}
