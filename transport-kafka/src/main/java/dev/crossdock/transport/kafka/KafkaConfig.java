package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.spi.Settings;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be set below {@code crossdock.kafka.}.
 *
 * @param names {@code names}: {@code underscores} or {@code dots}
 * @param partitions {@code partitions}: of topics and inboxes that are made here
 * @param replicationFactor {@code replication-factor}: the same; empty for the broker's own default
 * @param inboxRetention {@code inbox-retention}: how long an inbox that is made here keeps what was sent to it; empty for
 *     the broker's own default
 * @param maxMessageBytes {@code max-message-bytes}: of one message with all that Kafka adds to it
 * @param maxHeaders {@code max-headers}: the library's own included
 * @param requestTimeout {@code request-timeout}: how long the broker's answer to one request is waited for
 * @param deliveryTimeout {@code delivery-timeout}: how long the client tries to send a message
 * @param groupProtocol {@code group-protocol}: how consumers share partitions out
 * @param clients the properties of the native clients
 */
record KafkaConfig(
        KafkaNames.Style names,
        int partitions,
        Optional<Short> replicationFactor,
        Optional<Duration> inboxRetention,
        int maxMessageBytes,
        int maxHeaders,
        Duration requestTimeout,
        Duration deliveryTimeout,
        GroupProtocol groupProtocol,
        ClientProperties clients) {
    /** How consumers share partitions out. */
    enum GroupProtocol {
        /** By the broker where it can (KIP-848), else by the clients. */
        AUTO,
        /** By the broker. */
        CONSUMER,
        /** By the clients, as before Kafka 4.0. */
        CLASSIC
    }

    /** How batches of messages are compressed. */
    enum Compression {
        /** Not. */
        NONE,
        /** The most compact that is old, slow. */
        GZIP,
        /** Quick. */
        SNAPPY,
        /** Quick, and better. */
        LZ4,
        /** The most compact. */
        ZSTD
    }

    static KafkaConfig read(Settings settings) {
        Duration requestTimeout = settings.duration(
                "request-timeout", Duration.ofMillis(100), Duration.ofMinutes(10), Duration.ofSeconds(10));
        Duration deliveryTimeout = settings.duration(
                "delivery-timeout", Duration.ofMillis(200), Duration.ofHours(1), Duration.ofSeconds(30));
        if (deliveryTimeout.compareTo(requestTimeout) <= 0) {
            throw settings.invalid(
                    "delivery-timeout",
                    "more than request-timeout, which is " + requestTimeout.toMillis() + "ms",
                    deliveryTimeout.toMillis() + "ms");
        }
        int maxMessageBytes = settings.number("max-message-bytes", 1_024, 1 << 29, 1 << 20);
        Compression compression = settings.choice("compression", Compression.class, Compression.NONE);
        return new KafkaConfig(
                settings.choice("names", KafkaNames.Style.class, KafkaNames.Style.UNDERSCORES),
                settings.number("partitions", 1, 10_000, 6),
                settings.text("replication-factor")
                        .map(text -> (short) settings.number("replication-factor", 1, Short.MAX_VALUE, 1)),
                settings.text("inbox-retention")
                        .map(text -> settings.duration(
                                "inbox-retention", Duration.ofMinutes(1), Duration.ofDays(3650), Duration.ofDays(7))),
                maxMessageBytes,
                settings.number("max-headers", 1, 10_000, 128),
                requestTimeout,
                deliveryTimeout,
                settings.choice("group-protocol", GroupProtocol.class, GroupProtocol.AUTO),
                ClientProperties.read(
                        settings,
                        new ClientProperties.Limits(
                                requestTimeout,
                                deliveryTimeout,
                                maxMessageBytes,
                                compression.name().toLowerCase(Locale.ROOT))));
    }
}
