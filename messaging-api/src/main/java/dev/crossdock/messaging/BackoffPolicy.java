package dev.crossdock.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * A retry policy of growing delays, an attempt limit and rules per exception. Immutable; each method gives a new one.
 *
 * <p>Rules are asked in the order in which they were added; the first whose type matches the cause, or one of the causes
 * behind it, decides.
 */
public final class BackoffPolicy implements RetryPolicy {
    private static final int DEFAULT_ATTEMPTS = 5;
    private static final int CAUSES_LOOKED_AT = 32;

    private final Duration first;
    private final Duration max;
    private final double factor;
    private final int maxAttempts;
    private final double jitter;
    private final List<Rule> rules;

    BackoffPolicy(Duration first, Duration max, double factor) {
        this(notNegative("first", first), notNegative("max", max), factor, DEFAULT_ATTEMPTS, 0, List.of());
        if (max.compareTo(first) < 0) {
            throw invalid("the longest delay is at least the first one (" + first + "), found " + max);
        }
    }

    private BackoffPolicy(
            Duration first, Duration max, double factor, int maxAttempts, double jitter, List<Rule> rules) {
        this.first = first;
        this.max = max;
        this.factor = factor;
        this.maxAttempts = maxAttempts;
        this.jitter = jitter;
        this.rules = rules;
    }

    /**
     * How many attempts there are in all, the first one included; the message is a dead letter after the last.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_ARGUMENT} below 1
     */
    public BackoffPolicy maxAttempts(int attempts) {
        if (attempts < 1) {
            throw invalid("there is at least 1 attempt, found " + attempts);
        }
        return new BackoffPolicy(first, max, factor, attempts, jitter, rules);
    }

    /** How many attempts there are in all. */
    public int maxAttempts() {
        return maxAttempts;
    }

    /**
     * This with other delays, which grow as they did.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_ARGUMENT} if the longest is shorter than the first
     */
    public BackoffPolicy delays(Duration newFirst, Duration newMax) {
        BackoffPolicy checked = new BackoffPolicy(newFirst, newMax, factor);
        return new BackoffPolicy(checked.first, checked.max, factor, maxAttempts, jitter, rules);
    }

    /** The delay after the first attempt. */
    public Duration firstDelay() {
        return first;
    }

    /** The longest delay, before it is spread. */
    public Duration maxDelay() {
        return max;
    }

    /**
     * Spreads each delay <i>d</i> over <i>d</i> to <i>d</i> × (1 + fraction), so that failures of one moment do not come
     * back in one moment. It never shortens a delay, and is the same for the same message and attempt.
     *
     * @param fraction from 0 (none, the default) to 1
     */
    public BackoffPolicy jitter(double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw invalid("jitter is from 0 to 1, found " + fraction);
        }
        return new BackoffPolicy(first, max, factor, maxAttempts, fraction, rules);
    }

    /** Makes a dead letter at once of what failed with this type, with {@link DeadLetterReason#NON_RETRYABLE}. */
    public BackoffPolicy giveUpOn(Class<? extends Throwable> type) {
        return on(type, new GiveUp());
    }

    /** Lets another policy decide about what failed with this type. */
    public BackoffPolicy on(Class<? extends Throwable> type, RetryPolicy policy) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(new Rule(type, Objects.requireNonNull(policy, "policy")));
        return new BackoffPolicy(first, max, factor, maxAttempts, jitter, List.copyOf(more));
    }

    @Override
    public Outcome decide(Failure failure) {
        for (Rule rule : rules) {
            if (rule.matches(failure.cause())) {
                return rule.policy.decide(failure);
            }
        }
        if (failure.attempt() >= maxAttempts) {
            return new Outcome.DeadLetter(DeadLetterReason.RETRIES_EXHAUSTED, describe(failure.cause()));
        }
        return new Outcome.Retry(delayAfter(failure));
    }

    @Override
    public int attemptLimit() {
        int limit = maxAttempts;
        for (Rule rule : rules) {
            limit = Math.max(limit, rule.policy.attemptLimit());
        }
        return limit;
    }

    private Duration delayAfter(Failure failure) {
        double unjittered =
                Math.min((double) max.toMillis(), first.toMillis() * Math.pow(factor, failure.attempt() - 1));
        long millis = (long) unjittered;
        if (jitter > 0) {
            long seed = failure.messageId().hashCode() * 31L + failure.attempt();
            millis += (long) (unjittered * jitter * new SplittableRandom(seed).nextDouble());
        }
        return Duration.ofMillis(millis);
    }

    private static String describe(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getName() : message;
    }

    private static Duration notNegative(String what, Duration delay) {
        if (delay.isNegative()) {
            throw invalid("the " + what + " delay is not negative, found " + delay);
        }
        return delay;
    }

    private static MessagingException invalid(String message) {
        return new MessagingException(ErrorCode.INVALID_ARGUMENT, "In a retry policy " + message);
    }

    /** The settings, for people. */
    @Override
    public String toString() {
        return "RetryPolicy[first=" + first + ", max=" + max + ", factor=" + factor + ", maxAttempts=" + maxAttempts
                + ", jitter=" + jitter + ", rules=" + rules.size() + "]";
    }

    private record GiveUp() implements RetryPolicy {
        @Override
        public Outcome decide(Failure failure) {
            return new Outcome.DeadLetter(DeadLetterReason.NON_RETRYABLE, describe(failure.cause()));
        }

        @Override
        public int attemptLimit() {
            return 1;
        }
    }

    private record Rule(Class<? extends Throwable> type, RetryPolicy policy) {
        boolean matches(Throwable cause) {
            Throwable next = cause;
            // Chains of causes can be circular.
            for (int i = 0; i < CAUSES_LOOKED_AT && next != null; i++) {
                if (type.isInstance(next)) {
                    return true;
                }
                next = next.getCause();
            }
            return false;
        }
    }
}
