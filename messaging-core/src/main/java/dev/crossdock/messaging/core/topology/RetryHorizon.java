package dev.crossdock.messaging.core.topology;

import dev.crossdock.messaging.Failure;
import dev.crossdock.messaging.Outcome;
import dev.crossdock.messaging.RetryPolicy;
import java.time.Duration;

/**
 * How long a message may be on its way through its retries. Immutable.
 *
 * @param length all delays of the policy together
 * @param longest the longest of them
 * @param endless whether the policy goes on for longer than anybody waits
 */
record RetryHorizon(Duration length, Duration longest, boolean endless) {
    private static final Duration NOBODY_WAITS = Duration.ofDays(3650);
    private static final int MANY_ATTEMPTS = 10_000;
    private static final Duration NONE = Duration.ofNanos(-1);

    // What the engine does after a policy that threw.
    private static final Duration AFTER_BROKEN_POLICY = Duration.ofMinutes(1);

    // Delays are spread by the message's id: the longest of several comes near the longest there is.
    private static final int IDS = 16;

    /** Asks a policy what it does with a failure that it knows nothing of, again and again. */
    static RetryHorizon of(RetryPolicy policy) {
        // One for all: of a policy that does not end it would take many.
        Exception cause = new IllegalStateException("a failure that has not happened");
        Duration length = Duration.ZERO;
        Duration longest = Duration.ZERO;
        for (int attempt = 1; attempt <= MANY_ATTEMPTS; attempt++) {
            if (attempt >= policy.attemptLimit()) {
                return new RetryHorizon(length, longest, false);
            }
            Duration delay = delayAfter(policy, cause, attempt);
            if (delay.isNegative()) {
                return new RetryHorizon(length, longest, false);
            }
            longest = max(longest, delay);
            length = length.plus(delay.compareTo(NOBODY_WAITS) < 0 ? delay : NOBODY_WAITS);
            if (length.compareTo(NOBODY_WAITS) >= 0) {
                break;
            }
        }
        return new RetryHorizon(length, longest, true);
    }

    // Negative if there is no next attempt.
    private static Duration delayAfter(RetryPolicy policy, Exception cause, int attempt) {
        Duration longest = NONE;
        for (int id = 0; id < IDS; id++) {
            longest = max(longest, delayAfter(policy, cause, attempt, Integer.toString(id)));
        }
        return longest;
    }

    private static Duration delayAfter(RetryPolicy policy, Exception cause, int attempt, String id) {
        Outcome outcome;
        try {
            outcome = policy.decide(new Failure(cause, attempt, id));
        } catch (RuntimeException e) {
            return AFTER_BROKEN_POLICY;
        }
        if (!(outcome instanceof Outcome.Retry retry)) {
            return NONE;
        }
        Duration delay = retry.delay();
        return delay == null ? Duration.ZERO : delay;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
