package dev.crossdock.messaging.core.config;

import dev.crossdock.messaging.DeadLetterLimits;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.OnExhausted;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.StartFrom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one consumer runs: what its builder was told, or that with what the configuration says instead. Immutable.
 *
 * @param concurrency how many handlers run at once, 1 to 10,000
 * @param statedPrefetch how many messages were said to be fetched; 0 if nobody said, see {@link #prefetch()}
 * @param ordering what order is kept
 * @param retry what happens after a failure
 * @param idempotency how each message is handled once; {@code null} if that was not asked for
 * @param startFrom what a new group gets
 * @param onExhausted what happens with what cannot be handled
 * @param lease how long a loan lasts without a renewal
 * @param maxHandlerTime how long a handler may run
 * @param deadLetterLimits when observers are told of too many dead letters
 * @param <T> the type of the bodies
 */
public record ConsumerSettings<T>(
        int concurrency,
        int statedPrefetch,
        Ordering ordering,
        RetryPolicy retry,
        @Nullable Idempotency<? super T> idempotency,
        StartFrom startFrom,
        OnExhausted onExhausted,
        Duration lease,
        Duration maxHandlerTime,
        DeadLetterLimits deadLetterLimits) {
    /** The greatest concurrency. */
    public static final int MAX_CONCURRENCY = 10_000;

    /** The greatest prefetch. */
    public static final int MAX_PREFETCH = 1_000_000;

    /** The shortest lease. */
    public static final Duration MIN_LEASE = Duration.ofMillis(100);

    private static final int MIN_DEFAULT_PREFETCH = 16;

    /**
     * Checks numbers and durations, also against each other.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_ARGUMENT} that says what is possible
     */
    public ConsumerSettings {
        check(concurrency >= 1 && concurrency <= MAX_CONCURRENCY, "concurrency is from 1 to 10,000", concurrency);
        check(statedPrefetch >= 0 && statedPrefetch <= MAX_PREFETCH, "prefetch is from 1 to 1,000,000", statedPrefetch);
        check(lease.compareTo(MIN_LEASE) >= 0, "lease is at least 100 ms", lease);
        check(
                maxHandlerTime.compareTo(lease) >= 0,
                "longest handler time is not less than the lease, " + lease,
                maxHandlerTime);
    }

    /** What a consumer does of which nothing was said. */
    public static <T> ConsumerSettings<T> defaults() {
        return new ConsumerSettings<>(
                1,
                0,
                Ordering.UNORDERED,
                RetryPolicy.exponential(Duration.ofSeconds(1), Duration.ofMinutes(1)),
                null,
                StartFrom.NOW,
                OnExhausted.DEAD_LETTER,
                Duration.ofSeconds(30),
                Duration.ofMinutes(15),
                DeadLetterLimits.none());
    }

    /**
     * How many messages may be fetched and not yet finished: what was stated, but never less than the concurrency; twice
     * the concurrency but at least 16 if nothing was.
     */
    public int prefetch() {
        return statedPrefetch == 0
                ? Math.max(MIN_DEFAULT_PREFETCH, 2 * concurrency)
                : Math.max(statedPrefetch, concurrency);
    }

    private static void check(boolean holds, String rule, Object found) {
        if (!holds) {
            throw new MessagingException(ErrorCode.INVALID_ARGUMENT, "A consumer's " + rule + "; found " + found);
        }
    }
}
