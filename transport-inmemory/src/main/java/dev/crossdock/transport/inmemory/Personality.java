package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.spi.Capabilities;
import java.time.Duration;

/** Which kind of broker the in-memory broker behaves like: {@code crossdock.inmemory.mode}. */
public enum Personality {
    /** Loans run out, as on SQS and NATS. */
    LEASED_QUEUE,
    /** Loans last as long as their receiver, as on RabbitMQ. */
    PLAIN_QUEUE,
    /** Topics are logs and groups have positions in them, as on Kafka. */
    PARTITIONED_LOG;

    /** The longest that a message stays on loan in all, renewed or not. */
    Duration maxHold() {
        return this == LEASED_QUEUE ? Duration.ofHours(12) : Duration.ofDays(30);
    }

    Capabilities capabilities(InMemoryConfig config) {
        boolean leased = this == LEASED_QUEUE;
        boolean log = this == PARTITIONED_LOG;
        return Capabilities.builder()
                .releases(!log)
                .maxReleaseDelay(config.maxReleaseDelay())
                .releaseHoldsKey(leased)
                .maxSendDelay(config.maxSendDelay())
                .countsDeliveries(true)
                .maxHold(maxHold())
                .ordersPerKey(true)
                .replays(log)
                .maxMessageBytes(config.maxMessageBytes())
                .maxHeaders(config.maxHeaders())
                .build();
    }
}
