package dev.crossdock.store.redis;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.time.Duration;
import java.util.Objects;

/**
 * How a server is used. Immutable.
 *
 * @param keyPrefix what the names of all records begin with; up to 200 characters
 * @param timeout how long one answer of the server is waited for, and how long a server that is not ready when it is opened
 * @param eviction what to think of a server that may drop records when its memory is full
 */
public record RedisStoreOptions(String keyPrefix, Duration timeout, Eviction eviction) {
    static final String KEY_PREFIX = "crossdock:idempotency:";
    static final Duration TIMEOUT = Duration.ofSeconds(10);
    static final Duration SHORTEST = Duration.ofMillis(50);
    static final Duration LONGEST = Duration.ofHours(1);
    static final int LONGEST_PREFIX = 200;

    private static final RedisStoreOptions DEFAULTS = new RedisStoreOptions(KEY_PREFIX, TIMEOUT, Eviction.REFUSE);

    /**
     * Checks the prefix and the duration.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_ARGUMENT} if one is not possible
     */
    public RedisStoreOptions {
        Objects.requireNonNull(eviction, "eviction");
        if (keyPrefix.length() > LONGEST_PREFIX) {
            throw new MessagingException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Wanted a prefix of up to " + LONGEST_PREFIX + " characters, found " + keyPrefix.length());
        }
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new MessagingException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Wanted a timeout from " + SHORTEST + " to " + LONGEST + ", found " + timeout);
        }
    }

    /** The prefix {@code crossdock:idempotency:}, 10 seconds, and no server that drops records. */
    public static RedisStoreOptions defaults() {
        return DEFAULTS;
    }

    /** This with another prefix. */
    public RedisStoreOptions withKeyPrefix(String newPrefix) {
        return new RedisStoreOptions(newPrefix, timeout, eviction);
    }

    /** This with another timeout. */
    public RedisStoreOptions withTimeout(Duration newTimeout) {
        return new RedisStoreOptions(keyPrefix, newTimeout, eviction);
    }

    /** This with another opinion on servers that drop records. */
    public RedisStoreOptions withEviction(Eviction newEviction) {
        return new RedisStoreOptions(keyPrefix, timeout, newEviction);
    }
}
