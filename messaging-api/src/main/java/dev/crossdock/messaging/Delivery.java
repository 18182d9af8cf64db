package dev.crossdock.messaging;

import dev.crossdock.messaging.spi.WireHeaders;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way into a handler. A value: make one with {@link #of} to test a handler.
 *
 * @param message what was published; its headers are the user's own
 * @param attempt which delivery to a handler of this group this is, from 1; every started delivery counts, however it
 *     ended, the death of the process included
 * @param topic the topic it was published to
 * @param group the group that consumes it
 * @param envelope the library's own headers, as they came over the wire
 * @param fencingToken a number that grows with every claim of this message by an idempotent consumer, to be given to
 *     whatever must refuse a late writer; 0 where the consumer is not idempotent
 * @param <T> the type of the body
 */
public record Delivery<T>(
        Message<T> message, int attempt, String topic, String group, Headers envelope, long fencingToken) {
    /** Checks that there is a message and that attempts count from 1. */
    public Delivery {
        Objects.requireNonNull(message, "message");
        if (attempt < 1) {
            throw new IllegalArgumentException("attempts count from 1, found " + attempt);
        }
    }

    /** A delivery for a handler's test. */
    public static <T> Delivery<T> of(Message<T> message, int attempt) {
        return new Delivery<>(message, attempt, "test", "test", Headers.empty(), 0);
    }

    /** The message's body. */
    public T body() {
        return message.body();
    }

    /** The message's id. */
    public String id() {
        return message.id();
    }

    /** The message's key, or {@code null}. */
    public @Nullable String key() {
        return message.key();
    }

    /** The user's headers. */
    public Headers headers() {
        return message.headers();
    }

    /** How many deliveries came before this one: {@link #attempt()} − 1. */
    public int retryCount() {
        return attempt - 1;
    }

    /** When it was published, by the publisher's clock; {@code null} if a foreign producer did not say. */
    public @Nullable Instant publishedAt() {
        return WireHeaders.instant(envelope, WireHeaders.PUBLISHED_AT);
    }
}
