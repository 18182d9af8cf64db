package dev.crossdock.messaging;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Goods and papers: a body, an id that stays the same on every road, an optional key, headers.
 *
 * <p>Immutable if its body is. Publishing the same instance twice publishes the same id twice, which is how a publish of
 * unknown outcome is repeated safely.
 *
 * @param id 1 to 255 characters; {@link #of} makes a UUID of version 7
 * @param body what the topic's codec encodes
 * @param key messages of equal keys keep their order where a consumer asks for {@link Ordering#PER_KEY}; {@code null}
 *     where order does not matter. At most 4 KiB in UTF-8, not empty, no unpaired surrogates: checked when published
 * @param headers the user's own; see {@link Headers} for what may be published
 * @param delay how long after the publish it is to be delivered at the earliest; zero on every received message
 * @param <T> the type of the body
 */
public record Message<T>(String id, T body, @Nullable String key, Headers headers, Duration delay) {
    private static final int MAX_ID_LENGTH = 255;

    /**
     * Checks the id; a negative delay counts as none.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_ARGUMENT} if the id is empty or too long
     */
    public Message {
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(headers, "headers");
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
            throw new MessagingException(
                    ErrorCode.INVALID_ARGUMENT,
                    "A message id has 1 to " + MAX_ID_LENGTH + " characters, found " + id.length());
        }
        if (delay.isNegative()) {
            delay = Duration.ZERO;
        }
    }

    /** A message with a new id, without key or headers. */
    public static <T> Message<T> of(T body) {
        return new Message<>(MessageIds.next(), body, null, Headers.empty(), Duration.ZERO);
    }

    /** This message under another id. */
    public Message<T> withId(String newId) {
        return new Message<>(newId, body, key, headers, delay);
    }

    /** This message with a key, or without one. */
    public Message<T> withKey(@Nullable String newKey) {
        return new Message<>(id, body, newKey, headers, delay);
    }

    /** This message with one header more, or changed. */
    public Message<T> withHeader(String name, String value) {
        return new Message<>(id, body, key, headers.with(name, value), delay);
    }

    /** This message with other headers. */
    public Message<T> withHeaders(Headers newHeaders) {
        return new Message<>(id, body, key, newHeaders, delay);
    }

    /**
     * This message, to be delivered not before the delay has passed since its publish.
     *
     * <p>Works on every transport; where the broker cannot wait that long, the library keeps the message on the broker in
     * steps, and a consumer of the topic has to be running when a step ends. Never shortened, resolution one second.
     */
    public Message<T> withDelay(Duration newDelay) {
        return new Message<>(id, body, key, headers, newDelay);
    }
}
