package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.spi.Settings;
import java.time.Duration;

/**
 * What can be set below {@code crossdock.inmemory.}.
 *
 * @param mode {@code mode}: {@code leased-queue} (the default), {@code plain-queue} or {@code partitioned-log}
 * @param broker {@code broker}: the name of the broker object; {@code default}
 * @param partitions {@code partitions}: how many partitions a topic gets that this connection creates; 8; only in a
 *     partitioned log
 * @param partitionsAsked whether {@code partitions} was set, so that a topic with another number does not fit
 * @param maxMessageBytes {@code max-message-bytes}: body, key, names and values of headers in UTF-8; 1 MiB
 * @param maxHeaders {@code max-headers}: 128
 * @param maxSendDelay {@code max-send-delay}: 15 minutes; only in a leased queue
 * @param maxReleaseDelay {@code max-release-delay}: 12 hours; only in a leased queue
 * @param maxQueueMessages {@code max-queue-messages}: how many messages a queue, or a topic's logs together, hold that
 *     this connection creates; 10 million
 * @param requestTimeout {@code request-timeout}: how long a paused broker is waited for, in real time; 5 seconds
 */
record InMemoryConfig(
        Personality mode,
        String broker,
        int partitions,
        boolean partitionsAsked,
        int maxMessageBytes,
        int maxHeaders,
        Duration maxSendDelay,
        Duration maxReleaseDelay,
        int maxQueueMessages,
        Duration requestTimeout) {
    static InMemoryConfig read(Settings settings) {
        Personality mode = settings.choice("mode", Personality.class, Personality.LEASED_QUEUE);
        String broker = settings.text("broker", "default");
        if (broker.isEmpty()) {
            throw settings.invalid("broker", "a name of at least one character", "an empty one");
        }
        boolean partitionsAsked = only(settings, "partitions", mode, Personality.PARTITIONED_LOG);
        only(settings, "max-send-delay", mode, Personality.LEASED_QUEUE);
        only(settings, "max-release-delay", mode, Personality.LEASED_QUEUE);
        return new InMemoryConfig(
                mode,
                broker,
                settings.number("partitions", 1, 1024, 8),
                partitionsAsked,
                settings.number("max-message-bytes", 1, Integer.MAX_VALUE, 1 << 20),
                settings.number("max-headers", 1, 10_000, 128),
                delay(settings, "max-send-delay", mode, Duration.ofMinutes(15)),
                delay(settings, "max-release-delay", mode, Duration.ofHours(12)),
                settings.number("max-queue-messages", 1, 1_000_000_000, 10_000_000),
                settings.duration("request-timeout", Duration.ofMillis(1), Duration.ofHours(1), Duration.ofSeconds(5)));
    }

    private static Duration delay(Settings settings, String key, Personality mode, Duration otherwise) {
        return mode == Personality.LEASED_QUEUE
                ? settings.duration(key, Duration.ZERO, Duration.ofDays(365), otherwise)
                : Duration.ZERO;
    }

    /** Whether a key is set; a complaint if it means nothing in this mode, because nothing is ignored silently. */
    private static boolean only(Settings settings, String key, Personality mode, Personality wanted) {
        boolean there = settings.text(key).isPresent();
        if (there && mode != wanted) {
            throw settings.invalid(
                    key,
                    "nothing in mode " + written(mode) + ", because it means something in " + written(wanted) + " only",
                    "a value");
        }
        return there;
    }

    static String written(Personality mode) {
        return switch (mode) {
            case LEASED_QUEUE -> "leased-queue";
            case PLAIN_QUEUE -> "plain-queue";
            case PARTITIONED_LOG -> "partitioned-log";
        };
    }
}
