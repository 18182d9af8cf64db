package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.TransportProvider;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaException;

/** Connects to an Apache Kafka cluster. Thread-safe. */
public final class KafkaTransportProvider implements TransportProvider {
    // What a broker says of itself if members of groups can leave the sharing out to it (KIP-848).
    private static final String GROUP_VERSION = "group.version";

    /** For {@link java.util.ServiceLoader}. */
    public KafkaTransportProvider() {}

    @Override
    public String name() {
        return "kafka";
    }

    /**
     * Connects, and returns when the cluster has answered.
     *
     * @param time not used: Kafka keeps its own
     * @throws MessagingException with {@link dev.crossdock.messaging.ErrorCode#INVALID_CONFIGURATION} if a setting is not
     *     possible, and as {@link TransportProvider#open} says if the cluster cannot be reached or refuses us
     */
    @Override
    public Transport open(Settings settings, TimeSource time) throws Exception {
        KafkaConfig config = KafkaConfig.read(settings);
        Admin admin = connect(config);
        try {
            admin.describeCluster().nodes().get();
            return new KafkaTransport(admin, config, protocol(config, admin));
        } catch (ExecutionException e) {
            admin.close(Duration.ZERO);
            throw refused(config, e);
        } catch (Exception | Error e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    private static Admin connect(KafkaConfig config) {
        try {
            return Admin.create(config.clients().admin());
        } catch (KafkaException e) {
            throw refused(config, e);
        }
    }

    private static MessagingException refused(KafkaConfig config, Exception failure) {
        Throwable cause = KafkaErrors.unwrapped(failure);
        // The innermost says what was wrong with a setting; the outermost only that no client could be made.
        Throwable telling =
                cause instanceof KafkaException && cause.getCause() instanceof KafkaException inner ? inner : cause;
        return new MessagingException(
                KafkaErrors.code(telling),
                "Wanted to connect to Kafka at " + config.clients().servers() + ", found "
                        + telling.getClass().getSimpleName() + ": " + telling.getMessage(),
                cause);
    }

    private static KafkaConfig.GroupProtocol protocol(KafkaConfig config, Admin admin) throws Exception {
        if (config.groupProtocol() != KafkaConfig.GroupProtocol.AUTO) {
            return config.groupProtocol();
        }
        FinalizedVersionRange version = admin.describeFeatures()
                .featureMetadata()
                .get()
                .finalizedFeatures()
                .get(GROUP_VERSION);
        return version != null && version.maxVersionLevel() > 0
                ? KafkaConfig.GroupProtocol.CONSUMER
                : KafkaConfig.GroupProtocol.CLASSIC;
    }
}
