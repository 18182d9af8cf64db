package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.TransportProvider;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Authentication;
import org.apache.pulsar.client.api.ClientBuilder;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.SizeUnit;

/** Connects to Apache Pulsar. Thread-safe. */
public final class PulsarTransportProvider implements TransportProvider {
    /** For {@link java.util.ServiceLoader}. */
    public PulsarTransportProvider() {}

    @Override
    public String name() {
        return "pulsar";
    }

    /**
     * Connects, and returns when the broker has answered.
     *
     * @param time not used: the broker keeps the time
     * @throws MessagingException with {@link dev.crossdock.messaging.ErrorCode#INVALID_CONFIGURATION} if a setting is not
     *     possible, and as {@link TransportProvider#open} says if the broker cannot be reached or refuses us
     */
    @Override
    public Transport open(Settings settings, TimeSource time) throws Exception {
        PulsarConfig config = PulsarConfig.read(settings);
        TlsProbe probe = config.client().probe();
        Optional<Exception> mistrust =
                probe == null ? Optional.empty() : probe.problem(config.serviceUrl(), config.requestTimeout());
        if (mistrust.isPresent()) {
            throw refused(config, mistrust.get());
        }
        PulsarTransport transport;
        try {
            transport = new PulsarTransport(client(config), config);
        } catch (PulsarClientException | IllegalArgumentException e) {
            throw refused(config, e);
        }
        try {
            transport.ping();
            return transport;
        } catch (Exception e) {
            transport.close();
            if (e instanceof InterruptedException || e instanceof MessagingException) {
                throw e;
            }
            throw refused(config, e);
        }
    }

    private static PulsarClient client(PulsarConfig config) throws PulsarClientException {
        int requestTimeout = (int) config.requestTimeout().toMillis();
        ClientBuilder builder = PulsarClient.builder().loadConf(config.client().client());
        Authentication account = config.client().account();
        if (account != null) {
            builder.authentication(account);
        }
        return builder.serviceUrl(config.serviceUrl())
                .operationTimeout(requestTimeout, TimeUnit.MILLISECONDS)
                .lookupTimeout(requestTimeout, TimeUnit.MILLISECONDS)
                // What may be under way is bounded by the engine; here a client's own thread might wait for itself.
                .memoryLimit(0, SizeUnit.BYTES)
                .build();
    }

    private static MessagingException refused(PulsarConfig config, Exception failure) {
        Throwable cause = PulsarErrors.unwrapped(failure);
        // Before anything is asked of the broker, with what was set alone.
        ErrorCode code =
                cause instanceof IllegalArgumentException ? ErrorCode.INVALID_CONFIGURATION : PulsarErrors.code(cause);
        return new MessagingException(
                code,
                "Wanted to connect to Pulsar at " + config.serviceUrl() + ", found "
                        + cause.getClass().getSimpleName() + ": " + cause.getMessage(),
                cause);
    }
}
