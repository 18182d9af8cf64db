package dev.crossdock.messaging;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What becomes of a delivery: said by a handler, or by a {@link RetryPolicy} after a failure. Immutable. */
public sealed interface Outcome {
    /** It is done; the group will not see it again. */
    static Outcome accept() {
        return Accept.INSTANCE;
    }

    /** It failed; the retry policy decides when, and whether, it comes again. */
    static Outcome retry() {
        return new Retry(null);
    }

    /** It failed and, unless the retry policy has had enough, comes again after a delay chosen here. */
    static Outcome retryAfter(Duration delay) {
        return new Retry(Objects.requireNonNull(delay, "delay"));
    }

    /** It becomes a dead letter now, with {@link DeadLetterReason#REJECTED} and a text for whoever looks at it. */
    static Outcome deadLetter(String message) {
        return new DeadLetter(DeadLetterReason.REJECTED, message);
    }

    /** Done. */
    record Accept() implements Outcome {
        static final Accept INSTANCE = new Accept();
    }

    /**
     * Again, later.
     *
     * @param delay how long to wait at least; {@code null} leaves it to the retry policy, or means at once if the policy
     *     itself says it
     */
    record Retry(@Nullable Duration delay) implements Outcome {
        /** Counts a negative delay as none. */
        public Retry {
            if (delay != null && delay.isNegative()) {
                delay = Duration.ZERO;
            }
        }
    }

    /**
     * Set aside for a person.
     *
     * @param reason which road led here
     * @param message a text for people
     */
    record DeadLetter(DeadLetterReason reason, String message) implements Outcome {}
}
