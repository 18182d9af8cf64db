package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.TransportProvider;

/** Connects to an {@link InMemoryBroker}, which it makes if there is none of that name. Thread-safe. */
public final class InMemoryTransportProvider implements TransportProvider {
    /** For {@link java.util.ServiceLoader}. */
    public InMemoryTransportProvider() {}

    @Override
    public String name() {
        return "inmemory";
    }

    /**
     * Connects.
     *
     * @param time taken by the broker if this connection is the one that makes it, else ignored: a broker keeps its time
     * @throws MessagingException with {@link ErrorCode#CONFLICT} if the broker exists with another mode, with
     *     {@link ErrorCode#INVALID_CONFIGURATION} if a setting is not possible
     */
    @Override
    public Transport open(Settings settings, TimeSource time) {
        InMemoryConfig config = InMemoryConfig.read(settings);
        return InMemoryBroker.connect(config, time);
    }
}
