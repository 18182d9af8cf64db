package dev.crossdock.messaging;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a consumer handle each message once, as far as a store can know: a duplicate of a message that was handled is
 * settled without calling the handler, and a duplicate of one that is being handled waits for it, which is not an attempt.
 *
 * <p>A message is claimed before its handler runs and marked as done after it returned, so a failed attempt leaves no
 * mark. Keys belong to the group: the same message has one effect in each group. If the process dies between the effect
 * and the mark, the handler runs again; only an effect that is written in one transaction with the mark closes that gap.
 *
 * <p>If the store cannot be reached, nothing is handled and nothing settled: messages wait, and health says so.
 *
 * <p>Immutable; the store is chosen by configuration ({@code crossdock.idempotency.store}, or
 * {@link MessagingConfig#withIdempotencyStore}).
 *
 * @param key gives the key of a message; {@code null} or empty for a message that has none
 * @param retention how long a handled message is remembered; a duplicate that comes later is handled again
 * @param lease how long a claim holds without a sign of life; it is renewed while the handler runs
 * @param onMissingKey what to do with a message that has no key
 * @param <T> the type of the bodies
 */
public record Idempotency<T>(
        Function<? super Message<? extends T>, @Nullable String> key,
        Duration retention,
        Duration lease,
        MissingKey onMissingKey) {
    private static final Duration RETENTION = Duration.ofDays(7);
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** What to do with a message for which there is no key, such as one from a foreign producer without an id. */
    public enum MissingKey {
        /** Handles it without protection. The default. */
        HANDLE,
        /** Makes a dead letter of it, with {@link DeadLetterReason#REJECTED}. */
        DEAD_LETTER
    }

    /**
     * Checks the durations.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_ARGUMENT} unless both are positive
     */
    public Idempotency {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(onMissingKey, "onMissingKey");
        positive("retention", retention);
        positive("lease", lease);
    }

    /** By the id of the message: what the publisher sent twice under one id has one effect. */
    public static <T> Idempotency<T> byMessageId() {
        return by(Message::id);
    }

    /** By a key of the user's choice, such as a number in the body. */
    public static <T> Idempotency<T> by(Function<? super Message<? extends T>, @Nullable String> key) {
        return new Idempotency<>(key, RETENTION, LEASE, MissingKey.HANDLE);
    }

    /** This with another retention; 7 days unless changed. */
    public Idempotency<T> retention(Duration newRetention) {
        return new Idempotency<>(key, newRetention, lease, onMissingKey);
    }

    /** This with another lease; 30 seconds unless changed. */
    public Idempotency<T> lease(Duration newLease) {
        return new Idempotency<>(key, retention, newLease, onMissingKey);
    }

    /** This with another choice for messages without a key. */
    public Idempotency<T> onMissingKey(MissingKey choice) {
        return new Idempotency<>(key, retention, lease, choice);
    }

    private static void positive(String what, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new MessagingException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The " + what + " of an idempotent consumer is positive, found " + duration);
        }
    }
}
