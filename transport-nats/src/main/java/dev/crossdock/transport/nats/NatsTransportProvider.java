package dev.crossdock.transport.nats;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.TransportProvider;
import io.nats.client.Connection;
import java.io.IOException;

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
        Link link = new Link();
        Client client = new Client(config, settings, link);
        try {
            Connection connection = client.connect();
            try {
                return new NatsTransport(config, client, link, connection, time);
            } catch (RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (IOException e) {
            client.close();
            throw new MessagingException(
                    NativeFailures.classify(e),
                    "Wanted to connect to NATS at " + config.servers() + " as " + config.account() + "; found "
                            + reason(e),
                    e);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private static String reason(IOException failure) {
        Throwable told = failure.getCause() == null ? failure : failure.getCause();
        return told.getClass().getSimpleName() + (told.getMessage() == null ? "" : ": " + told.getMessage());
    }
}
