package dev.crossdock.messaging;

import java.time.Duration;

/**
 * Decides what becomes of a message whose handler failed.
 *
 * <p>A policy is a pure function: equal failures get equal decisions, and it uses no clock, thread or broker. It is called
 * by several threads at once. A policy that throws counts as {@link Outcome#retryAfter} one minute: nothing is lost, and
 * observers are told.
 *
 * <p>Deferrals because a duplicate is being handled elsewhere, and deliveries given back unstarted, are not attempts and
 * are never shown to a policy.
 */
@FunctionalInterface
public interface RetryPolicy {
    /** Decides: retry (and when), dead letter, or accept, which drops the message knowingly. */
    Outcome decide(Failure failure);

    /**
     * The greatest number of attempts that this policy ever allows. A message that comes with more behind it, because its
     * handler took the whole process down each time, becomes a dead letter without another attempt.
     */
    default int attemptLimit() {
        return Integer.MAX_VALUE;
    }

    /** The same delay each time; 5 attempts unless changed. */
    static BackoffPolicy fixed(Duration delay) {
        return new BackoffPolicy(delay, delay, 1.0);
    }

    /**
     * A delay that starts with {@code first}, doubles each time and is never above {@code max}; 5 attempts unless
     * changed.
     */
    static BackoffPolicy exponential(Duration first, Duration max) {
        return new BackoffPolicy(first, max, 2.0);
    }

    /** No second attempt: a failure is a dead letter. */
    static RetryPolicy never() {
        return fixed(Duration.ZERO).maxAttempts(1);
    }
}
