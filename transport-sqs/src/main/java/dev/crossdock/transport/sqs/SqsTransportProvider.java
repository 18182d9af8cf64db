package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.TransportProvider;

/** Connects to Amazon SNS and SQS. Thread-safe. */
public final class SqsTransportProvider implements TransportProvider {
    /** For {@link java.util.ServiceLoader}. */
    public SqsTransportProvider() {}

    @Override
    public String name() {
        return "sqs";
    }

    /**
     * Asks for a sign of life at once, so that a wrong endpoint or account shows here and not with the first message.
     *
     * @param time ignored: the broker keeps the time
     * @throws MessagingException with {@link ErrorCode#UNAVAILABLE} if nobody answers, {@link ErrorCode#UNAUTHENTICATED} if
     *     the account is not known, {@link ErrorCode#INVALID_CONFIGURATION} if a setting is not possible
     */
    @Override
    public Transport open(Settings settings, TimeSource time) throws Exception {
        SqsConfig config = SqsConfig.read(settings);
        SqsTransport transport = new SqsTransport(config, Clients.open(config));
        try {
            transport.ping();
            return transport;
        } catch (Exception e) {
            transport.close();
            if (e instanceof InterruptedException || e instanceof MessagingException) {
                throw e;
            }
            throw new MessagingException(
                    NativeFailures.classify(e),
                    "Wanted to reach SQS" + (config.endpoint() == null ? "" : " at " + config.endpoint()) + "; found "
                            + e.getClass().getSimpleName()
                            + (e.getMessage() == null ? "" : ": " + e.getMessage()),
                    e);
        }
    }
}
