package dev.crossdock.transport.rabbitmq;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.TlsStores;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.TransportProvider;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;

/** Connects to RabbitMQ. Thread-safe. */
public final class RabbitMqTransportProvider implements TransportProvider {
    /** For {@link java.util.ServiceLoader}. */
    public RabbitMqTransportProvider() {}

    @Override
    public String name() {
        return "rabbitmq";
    }

    /**
     * Connects at once, so that a wrong address or password shows here and not with the first message.
     *
     * @param time ignored: the broker keeps the time
     * @throws MessagingException with {@link ErrorCode#UNAVAILABLE} if nobody answers, {@link ErrorCode#UNAUTHENTICATED} or
     *     {@link ErrorCode#PERMISSION_DENIED} if the broker does not let us in, {@link ErrorCode#NOT_FOUND} if it has no
     *     such virtual host, {@link ErrorCode#INVALID_CONFIGURATION} if a setting is not possible
     */
    @Override
    public Transport open(Settings settings, TimeSource time) throws Exception {
        RabbitMqConfig config = RabbitMqConfig.read(settings);
        RabbitMqTransport transport = new RabbitMqTransport(config, new Client(config, settings));
        try {
            transport.connect();
            return transport;
        } catch (Exception e) {
            transport.close();
            if (e instanceof InterruptedException || e instanceof MessagingException) {
                throw e;
            }
            throw failure(config, e);
        }
    }

    private static MessagingException failure(RabbitMqConfig config, Exception cause) {
        TlsStores tls = config.tls();
        boolean hungUp = cause instanceof EOFException
                || (cause instanceof SocketException && !(cause instanceof ConnectException));
        String wanted = "Wanted to connect to RabbitMQ at " + config.addresses() + ", virtual host '"
                + config.virtualHost() + "', as '" + config.username() + "'; found ";
        if (tls != null && !tls.hasCertificate() && hungUp) {
            // With TLS 1.3 a server that wants a certificate says so only after the client has gone on.
            return new MessagingException(
                    ErrorCode.UNAUTHENTICATED,
                    wanted + "that the other side hangs up right after TLS was agreed, as it does when it wants a"
                            + " certificate; possible with tls.key-store",
                    cause);
        }
        return new MessagingException(
                NativeFailures.classify(cause),
                wanted
                        + cause.getClass().getSimpleName()
                        + (cause.getMessage() == null ? "" : ": " + cause.getMessage()),
                cause);
    }
}
