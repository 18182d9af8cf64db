package dev.crossdock.messaging.core;

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
                configuration.idempotencyStore());
        return new DefaultMessaging(engine, config.idempotencyStore().isEmpty());
    }
}
