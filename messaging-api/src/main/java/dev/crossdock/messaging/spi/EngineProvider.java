package dev.crossdock.messaging.spi;

import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;

/** Found by {@link java.util.ServiceLoader}: the engine behind {@link Messaging#open}. */
public interface EngineProvider {
    /** Reads the configuration, opens the transport it names and starts. */
    Messaging open(MessagingConfig config);
}
