package dev.crossdock.messaging.core.config;

import dev.crossdock.messaging.BackoffPolicy;
import dev.crossdock.messaging.DeadLetterLimits;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.OnExhausted;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.spi.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the operator states about one consumer; empty where nothing is stated. Immutable. */
record StatedConsumer(
        Optional<Integer> concurrency,
        Optional<Integer> prefetch,
        Optional<Ordering> ordering,
        Optional<StartFrom> startFrom,
        Optional<OnExhausted> onExhausted,
        Optional<Duration> lease,
        Optional<Duration> maxHandlerTime,
        Optional<Integer> maxAttempts,
        Optional<Duration> firstDelay,
        Optional<Duration> maxDelay,
        Optional<Double> jitter,
        Optional<Integer> maxDeadLetters,
        Optional<Integer> maxDeadLetterGrowth,
        Optional<Duration> maxDeadLetterAge,
        Optional<Duration> deadLetterLook) {
    /** The settings there are. */
    static final List<String> KEYS = List.of(
            "concurrency",
            "prefetch",
            "ordering",
            "start-from",
            "on-exhausted",
            "lease",
            "max-handler-time",
            "retry.max-attempts",
            "retry.first-delay",
            "retry.max-delay",
            "retry.jitter",
            "dead-letters.max-messages",
            "dead-letters.max-growth",
            "dead-letters.max-age",
            "dead-letters.look-every");

    private static final Duration LONGEST = Duration.ofDays(365);

    /** Reads the settings below {@code crossdock.consumer.<topic>.<group>.}. */
    static StatedConsumer read(Settings settings) {
        return new StatedConsumer(
                number(settings, "concurrency", 1, ConsumerSettings.MAX_CONCURRENCY),
                number(settings, "prefetch", 1, ConsumerSettings.MAX_PREFETCH),
                choice(settings, "ordering", Ordering.class),
                choice(settings, "start-from", StartFrom.class),
                choice(settings, "on-exhausted", OnExhausted.class),
                duration(settings, "lease", ConsumerSettings.MIN_LEASE),
                duration(settings, "max-handler-time", ConsumerSettings.MIN_LEASE),
                number(settings, "retry.max-attempts", 1, Integer.MAX_VALUE),
                duration(settings, "retry.first-delay", Duration.ZERO),
                duration(settings, "retry.max-delay", Duration.ZERO),
                fraction(settings, "retry.jitter"),
                number(settings, "dead-letters.max-messages", 0, Integer.MAX_VALUE),
                number(settings, "dead-letters.max-growth", 0, Integer.MAX_VALUE),
                duration(settings, "dead-letters.max-age", Duration.ZERO),
                duration(settings, "dead-letters.look-every", DeadLetterLimits.OFTENEST));
    }

    /**
     * What the program says, with what is stated here instead.
     *
     * @throws MessagingException if the two contradict each other
     */
    <T> ConsumerSettings<T> over(ConsumerSettings<T> said) {
        return new ConsumerSettings<>(
                concurrency.orElse(said.concurrency()),
                prefetch.orElse(said.statedPrefetch()),
                ordering.orElse(said.ordering()),
                retry(said.retry()),
                said.idempotency(),
                startFrom.orElse(said.startFrom()),
                onExhausted.orElse(said.onExhausted()),
                lease.orElse(said.lease()),
                maxHandlerTime.orElse(said.maxHandlerTime()),
                deadLetterLimits(said.deadLetterLimits()));
    }

    private DeadLetterLimits deadLetterLimits(DeadLetterLimits said) {
        return new DeadLetterLimits(
                maxDeadLetters.map(Integer::longValue).orElse(said.messages()),
                maxDeadLetterGrowth.map(Integer::longValue).orElse(said.growth()),
                maxDeadLetterAge.orElse(said.age()),
                deadLetterLook.orElse(said.every()));
    }

    private RetryPolicy retry(RetryPolicy said) {
        if (maxAttempts.isEmpty() && firstDelay.isEmpty() && maxDelay.isEmpty() && jitter.isEmpty()) {
            return said;
        }
        if (!(said instanceof BackoffPolicy policy)) {
            throw new MessagingException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "retry.* changes a policy made by RetryPolicy.fixed or RetryPolicy.exponential, found "
                            + said.getClass().getName() + ", which only the program can change");
        }
        Duration first = firstDelay.orElse(policy.firstDelay());
        // Where all delays are equal, they are meant to stay so.
        boolean fixed = policy.firstDelay().equals(policy.maxDelay());
        Duration max = maxDelay.orElse(fixed ? first : policy.maxDelay());
        BackoffPolicy changed = policy.delays(first, max);
        changed = maxAttempts.isPresent() ? changed.maxAttempts(maxAttempts.get()) : changed;
        return jitter.isPresent() ? changed.jitter(jitter.get()) : changed;
    }

    private static Optional<Integer> number(Settings settings, String key, int min, int max) {
        return settings.text(key).map(text -> settings.number(key, min, max, min));
    }

    private static Optional<Duration> duration(Settings settings, String key, Duration min) {
        return settings.text(key).map(text -> settings.duration(key, min, LONGEST, min));
    }

    private static <E extends Enum<E>> Optional<E> choice(Settings settings, String key, Class<E> type) {
        return settings.text(key).map(text -> settings.choice(key, type, type.getEnumConstants()[0]));
    }

    private static Optional<Double> fraction(Settings settings, String key) {
        return settings.text(key).map(text -> {
            try {
                double fraction = Double.parseDouble(text);
                if (fraction >= 0 && fraction <= 1) {
                    return fraction;
                }
            } catch (NumberFormatException e) {
                // Falls through to the one error that says what is possible.
            }
            throw settings.invalid(key, "a number from 0 to 1", "'" + text + "'");
        });
    }
}
