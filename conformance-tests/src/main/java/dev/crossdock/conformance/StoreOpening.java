package dev.crossdock.conformance;

import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.IdempotencyStoreProvider;
import dev.crossdock.messaging.spi.Settings;
import java.util.Map;
import java.util.ServiceLoader;

/** Opens a store as a program does, by its configuration and what is on the class path, without an engine around it. */
public final class StoreOpening {
    private static final String SECTION = "crossdock.idempotency.";

    private StoreOpening() {}

    /** Opens the store that the configuration names. */
    public static IdempotencyStore open(Map<String, String> configuration, TimeSource time) throws Exception {
        String name = configuration.getOrDefault(SECTION + "store", "");
        for (IdempotencyStoreProvider provider : ServiceLoader.load(IdempotencyStoreProvider.class)) {
            if (provider.name().equals(name)) {
                Settings settings = Settings.of(configuration, Map.of(), SECTION + name + ".");
                IdempotencyStore store = provider.open(settings, time);
                settings.refuseUnknown();
                return store;
            }
        }
        throw new IllegalStateException("wanted the store '" + name + "' on the class path, found none of that name");
    }
}
