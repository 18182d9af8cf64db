package dev.crossdock.messaging.core;

import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.core.config.Configuration;
import dev.crossdock.messaging.spi.EngineProvider;
import dev.crossdock.messaging.spi.Transport;

/** The engine, as {@link Messaging#open} finds it. */
public final class CoreEngine implements EngineProvider {
    /** For {@link java.util.ServiceLoader}. */
    public CoreEngine() {}

    @Override
    public Messaging open(MessagingConfig config) {
        Configuration configuration = Configuration.read(config);
        Transport transport = configuration.openTransport();
        Engine engine = new Engine(
                transport,
                configuration.engine(),
                configuration.consumers(),
                config.timeSource(),
                new Events(config.observers(), config.timeSource()),
                openStore(configuration, transport));
        return new DefaultMessaging(engine, config.idempotencyStore().isEmpty());
    }

    private static IdempotencyStore openStore(Configuration configuration, Transport transport) {
        try {
            return configuration.openStore();
        } catch (RuntimeException e) {
            try {
                transport.close();
            } catch (Exception closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }
}
