package dev.crossdock.messaging.core.once;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.IdempotentCalls;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.core.Rest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/** Calls whose keys and results are in a store. */
public final class StoredCalls<R extends @Nullable Object> implements IdempotentCalls<R> {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final int MAX_KEY = 4096;

    private final IdempotencyStore store;
    private final TimeSource time;
    private final CallsUnderWay underWay;
    private final String name;
    private final Codec<@NonNull R> codec;
    private final Duration lease;
    private final Duration patience;

    /**
     * Calls of one kind.
     *
     * @throws MessagingException with {@link ErrorCode#UNSUPPORTED} if the store keeps no results
     */
    public StoredCalls(
            IdempotencyStore store, TimeSource time, CallsUnderWay underWay, String name, Codec<@NonNull R> codec) {
        this(store, time, underWay, name, codec, LEASE, PATIENCE);
        if (!store.keepsResults()) {
            throw new MessagingException(
                    ErrorCode.UNSUPPORTED,
                    "Wanted an idempotency store that keeps results, found "
                            + store.getClass().getName());
        }
    }

    private StoredCalls(
            IdempotencyStore store,
            TimeSource time,
            CallsUnderWay underWay,
            String name,
            Codec<@NonNull R> codec,
            Duration lease,
            Duration patience) {
        this.store = store;
        this.time = time;
        this.underWay = underWay;
        this.name = name;
        this.codec = codec;
        this.lease = lease;
        this.patience = patience;
    }

    @Override
    public IdempotentCalls<R> lease(Duration newLease) {
        if (newLease.isZero() || newLease.isNegative()) {
            throw invalid("a positive lease", newLease.toString());
        }
        return new StoredCalls<>(store, time, underWay, name, codec, newLease, patience);
    }

    @Override
    public IdempotentCalls<R> waitAtMost(Duration limit) {
        if (limit.isNegative()) {
            throw invalid("a limit of zero or more", limit.toString());
        }
        return new StoredCalls<>(store, time, underWay, name, codec, lease, limit);
    }

    @Override
    public R process(String key, Duration retention, Callable<? extends R> operation) throws Exception {
        if (key.isEmpty() || key.length() > MAX_KEY) {
            throw invalid("a key of 1 to " + MAX_KEY + " characters", "one of " + key.length());
        }
        if (retention.isZero() || retention.isNegative()) {
            throw invalid("a positive retention", retention.toString());
        }
        underWay.begin(describe());
        try {
            return new Call(key, retention).process(operation);
        } finally {
            underWay.end();
        }
    }

    private String describe() {
        return "a call of '" + name + "'";
    }

    private static MessagingException invalid(String wanted, String found) {
        return new MessagingException(
                ErrorCode.INVALID_ARGUMENT, "Idempotent calls have " + wanted + ", found " + found);
    }

    /** One call, from its first claim to its result. Used by one thread. */
    private final class Call {
        private final String scope = Scopes.ofCalls(name);
        private final String key;
        private final Duration retention;
        private Duration pause = FIRST_PAUSE;

        Call(String key, Duration retention) {
            this.key = key;
            this.retention = retention;
        }

        R process(Callable<? extends R> operation) throws Exception {
            long end = after(patience);
            boolean wasDone = false;
            while (true) {
                Claim claim = ask("to claim a key", () -> store.claim(scope, key, lease));
                if (claim instanceof Claim.Acquired mine) {
                    return run(mine, operation);
                }
                Duration rest = pause;
                if (claim instanceof Claim.Completed) {
                    Optional<byte[]> kept = ask("to read a result", () -> store.result(scope, key));
                    if (kept.isPresent()) {
                        return read(kept.get());
                    }
                    // Its time was over in between; or somebody has marked it who keeps none.
                    if (wasDone) {
                        return read(new byte[0]);
                    }
                    wasDone = true;
                } else if (claim instanceof Claim.Busy busy) {
                    if (time.nanos() - end >= 0) {
                        throw new MessagingException(
                                ErrorCode.TIMEOUT,
                                "Wanted the result of " + describe() + " within " + patience
                                        + ", found that somebody else is still at it");
                    }
                    rest = least(least(pause, busy.retryAfter()), Duration.ofNanos(end - time.nanos()));
                }
                try {
                    rest(rest);
                } catch (InterruptedException e) {
                    throw interrupted(e);
                }
            }
        }

        private R run(Claim.Acquired mine, Callable<? extends R> operation) throws Exception {
            try (Heartbeat<Call> heartbeat = new Heartbeat<>(time, lease, (claim, call) -> renew(claim))) {
                heartbeat.add(mine, this);
                R result;
                try {
                    result = operation.call();
                } catch (Throwable thrown) {
                    release(mine, thrown);
                    throw thrown;
                }
                return keep(mine, result);
            }
        }

        /** What was done is told to the store until it knows, or until somebody else may have begun. */
        private R keep(Claim.Acquired mine, R result) {
            byte[] kept = KeptResult.write(result, codec);
            long end = after(lease);
            Claim claim = mine;
            pause = FIRST_PAUSE;
            while (true) {
                Exception failure = null;
                byte[] theirs = null;
                try {
                    if (claim instanceof Claim.Acquired current && store.complete(current, retention, kept)) {
                        return result;
                    }
                    if (claim instanceof Claim.Completed) {
                        theirs = store.result(scope, key).orElse(null);
                        if (theirs == null) {
                            return result;
                        }
                    } else {
                        claim = store.claim(scope, key, lease);
                    }
                } catch (Exception e) {
                    failure = e;
                }
                if (theirs != null) {
                    // Somebody else has taken over and was quicker: all get one result.
                    return read(theirs);
                }
                if (time.nanos() - end >= 0 || Thread.currentThread().isInterrupted()) {
                    throw new MessagingException(
                            ErrorCode.OUTCOME_UNKNOWN,
                            "Wanted to keep the result of " + describe() + ", found "
                                    + (failure == null ? "somebody else at it" : "that the store could not be told")
                                    + "; it has run, and may run again",
                            failure);
                }
                if (failure != null || claim instanceof Claim.Busy) {
                    try {
                        rest(pause);
                    } catch (InterruptedException e) {
                        // The store is asked once more; then nobody knows.
                        Thread.currentThread().interrupt();
                    }
                }
            }
        }

        @SuppressWarnings("NullAway") // null is read where null was written
        private R read(byte[] kept) {
            return KeptResult.<@NonNull R>read(kept, codec, describe());
        }

        // A lease that could not be renewed may be over when the operation has ended, which the store says then.
        private void renew(Claim.Acquired claim) {
            try {
                boolean unused = store.renew(claim, lease);
            } catch (Exception e) {
                // the next beat asks again
            }
        }

        private void release(Claim.Acquired mine, Throwable thrown) {
            try {
                store.release(mine);
            } catch (Exception e) {
                // The claim is over when its lease is.
                thrown.addSuppressed(e);
            }
        }

        private <A> A ask(String wanted, Callable<A> question) {
            try {
                return question.call();
            } catch (MessagingException e) {
                throw e;
            } catch (InterruptedException e) {
                throw interrupted(e);
            } catch (Exception e) {
                throw new MessagingException(
                        ErrorCode.UNAVAILABLE,
                        "Wanted " + wanted + " for " + describe() + ", found what the cause tells",
                        e);
            }
        }

        private void rest(Duration duration) throws InterruptedException {
            Rest.of(duration, time);
            pause = least(pause.multipliedBy(2), LONGEST_PAUSE);
        }

        private MessagingException interrupted(InterruptedException e) {
            Thread.currentThread().interrupt();
            return new MessagingException(
                    ErrorCode.INTERRUPTED, "Waiting for the result of " + describe() + " was interrupted", e);
        }

        private long after(Duration duration) {
            return time.nanos() + least(duration, Duration.ofDays(365L * 100)).toNanos();
        }
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
