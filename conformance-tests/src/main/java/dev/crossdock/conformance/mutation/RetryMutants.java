package dev.crossdock.conformance.mutation;

import static dev.crossdock.conformance.mutation.Breakages.building;
import static dev.crossdock.conformance.mutation.Mutant.named;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.Failure;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.Outcome;
import dev.crossdock.messaging.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Engines that try again, or do not, when they should not, or should. */
final class RetryMutants {
    private RetryMutants() {}

    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>();
        all.addAll(retrying());
        all.addAll(once());
        return all;
    }

    private static List<Mutant> retrying() {
        return List.of(
                named("m22", "makes one attempt too many", "E02.max")
                        .library(building(retrying(policy -> new RetryPolicy() {
                            @Override
                            public Outcome decide(Failure failure) {
                                int earlier = Math.max(1, failure.attempt() - 1);
                                return policy.decide(new Failure(failure.cause(), earlier, failure.messageId()));
                            }
                        }))),
                named("m23", "makes one attempt too few", "E02.max")
                        .library(building(retrying(policy -> failure -> policy.decide(
                                new Failure(failure.cause(), failure.attempt() + 1, failure.messageId()))))),
                named("m24", "does not wait between attempts", "E03.early")
                        .library(building(retrying(policy -> failure -> policy.decide(failure) instanceof Outcome.Retry
                                ? Outcome.retryAfter(Duration.ZERO)
                                : policy.decide(failure)))),
                named("m25", "waits much longer than it should", "E03.late")
                        .library(building(retrying(policy ->
                                failure -> policy.decide(failure) instanceof Outcome.Retry retry
                                        ? Outcome.retryAfter(
                                                (retry.delay() == null ? Duration.ZERO : retry.delay()).multipliedBy(3))
                                        : policy.decide(failure)))),
                named("m85", "asks the policy without the cause", "E04.attempts")
                        .library(building(retrying(policy -> failure -> policy.decide(new Failure(
                                new IllegalStateException("lost"), failure.attempt(), failure.messageId()))))));
    }

    private static List<Mutant> once() {
        return List.of(
                named("m36", "does not look for duplicates", "H06.", "H01.").library(building(new Breakages.Building() {
                    @Override
                    public <T> Consumer.Builder<T> build(Consumer.Builder<T> sound, String topic) {
                        return new BuilderDecorator<>(sound) {
                            @Override
                            public Consumer.Builder<T> idempotent(Idempotency<? super T> idempotency) {
                                return this;
                            }
                        };
                    }
                })),
                named("m37", "marks a message as done before its handler", "H02.")
                        .config(config -> config.withIdempotencyStore(new HastyStore(true))),
                named("m38", "does not tell groups apart when it looks for duplicates", "H04.")
                        .config(config -> config.withIdempotencyStore(new HastyStore(false))));
    }

    /** A store that marks keys too early, or one that does not tell scopes apart. */
    private static final class HastyStore implements IdempotencyStore {
        private final Map<String, Boolean> done = new ConcurrentHashMap<>();
        private final boolean early;

        HastyStore(boolean early) {
            this.early = early;
        }

        @Override
        public Claim claim(String scope, String key, Duration lease) {
            String id = early ? scope + key : key;
            if (done.getOrDefault(id, false)) {
                return new Claim.Completed();
            }
            done.put(id, early);
            return new Claim.Acquired(scope, key, 1);
        }

        @Override
        public boolean renew(Claim.Acquired claim, Duration lease) {
            return true;
        }

        @Override
        public boolean complete(Claim.Acquired claim, Duration retention) {
            done.put(early ? claim.scope() + claim.key() : claim.key(), true);
            return true;
        }

        @Override
        public void release(Claim.Acquired claim) {}
    }

    private static Breakages.Building retrying(java.util.function.UnaryOperator<RetryPolicy> change) {
        return new Breakages.Building() {
            @Override
            public <T> Consumer.Builder<T> build(Consumer.Builder<T> sound, String topic) {
                return new BuilderDecorator<>(sound) {
                    @Override
                    public Consumer.Builder<T> retry(RetryPolicy policy) {
                        return super.retry(change.apply(policy));
                    }
                };
            }
        };
    }
}
