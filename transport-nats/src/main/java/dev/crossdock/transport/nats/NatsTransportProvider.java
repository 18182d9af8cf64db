package dev.crossdock.transport.nats;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.TransportProvider;

/** Connects to NATS. Thread-safe. */
public final class NatsTransportProvider implements TransportProvider {
    /** For {@link java.util.ServiceLoader}. */
    public NatsTransportProvider() {}

    @Override
    public String name() {
        return "nats";
    }

    /**
     * Connects at once, so that a wrong address or password shows here and not with the first message.
     *
     * @param time wakes up what waits for answers that do not come
     * @throws MessagingException with {@link ErrorCode#UNAVAILABLE} if nobody answers, {@link ErrorCode#UNAUTHENTICATED} if
     *     the server does not let us in or is not who it should be, {@link ErrorCode#UNSUPPORTED} if it is too old,
     *     {@link ErrorCode#INVALID_CONFIGURATION} if a setting is not possible
     */
    @Override
    public Transport open(Settings settings, TimeSource time) throws Exception {
        NatsConfig config = NatsConfig.read(settings);
        Client client = new Client(config, settings);
        try {
            return new NatsTransport(config, client, time);
        } catch (RuntimeException | InterruptedException e) {
            client.close();
            throw e;
        }
    }
}
