package dev.crossdock.conformance;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Where one scenario of a store is played: a scope of its own, and what it opens is closed at its end. */
final class StoreStage implements AutoCloseable {
    static final Duration LONG = Duration.ofMinutes(5);

    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(5).toNanos();

    private final String id;
    private final StoreHarness harness;
    private final String scope;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private int checks;

    StoreStage(String id, StoreHarness harness) {
        this.id = id;
        this.harness = harness;
        this.scope = id + "-" + UUID.randomUUID() + "/group";
    }

    String id() {
        return id;
    }

    StoreHarness harness() {
        return harness;
    }

    String scope() {
        return scope;
    }

    int checks() {
        return checks;
    }

    /** Another instance, with the right time. */
    IdempotencyStore open() throws Exception {
        return open(TimeSource.system());
    }

    IdempotencyStore open(TimeSource time) throws Exception {
        IdempotencyStore store = harness.open(time);
        opened.add(store::close);
        return store;
    }

    <C extends AutoCloseable> C closing(C closeable) {
        opened.add(closeable);
        return closeable;
    }

    void check(boolean holds, String code, String otherwise) {
        checks++;
        if (!holds) {
            throw new Violation(id + "." + code, otherwise);
        }
    }

    /** The claim has to be had. */
    Claim.Acquired acquired(Claim claim, String code) {
        check(claim instanceof Claim.Acquired, code, "wanted the claim, found " + kind(claim));
        return (Claim.Acquired) claim;
    }

    /** Somebody else has to have it, for not longer than a lease. */
    Claim.Busy busy(Claim claim, Duration lease, String code) {
        check(claim instanceof Claim.Busy, code, "wanted busy, found " + kind(claim));
        Claim.Busy busy = (Claim.Busy) claim;
        check(
                !busy.retryAfter().isNegative() && busy.retryAfter().compareTo(lease) <= 0,
                code,
                "wanted what is left of a lease of " + lease + ", found " + busy.retryAfter());
        return busy;
    }

    void completed(Claim claim, String code) {
        check(claim instanceof Claim.Completed, code, "wanted completed, found " + kind(claim));
    }

    /** Tries until the claim is had. */
    Claim.Acquired awaitClaim(IdempotencyStore store, String key, Duration lease, String code) throws Exception {
        Claim[] last = new Claim[1];
        await(code, () -> {
            last[0] = store.claim(scope, key, lease);
            return last[0] instanceof Claim.Acquired;
        });
        return (Claim.Acquired) last[0];
    }

    /** Asks a store that was away until it answers, and the answer has to be yes. */
    void awaitAnswer(String code, Callable<Boolean> question) throws Exception {
        Exception[] last = new Exception[1];
        Boolean[] answer = new Boolean[1];
        try {
            await(code, () -> {
                try {
                    answer[0] = question.call();
                    return true;
                } catch (Exception e) {
                    last[0] = e;
                    return false;
                }
            });
        } catch (Violation violation) {
            throw new Violation(violation.code(), "it went on failing with " + last[0]);
        }
        check(Boolean.TRUE.equals(answer[0]), code, "the answer was no");
    }

    void await(String code, Callable<Boolean> condition) throws Exception {
        checks++;
        long deadline = System.nanoTime() + harness.patience().toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - deadline > 0) {
                throw new Violation(id + "." + code, "it did not happen within " + harness.patience());
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    @Override
    public void close() {
        IllegalStateException failure = null;
        for (AutoCloseable closeable : opened) {
            try {
                closeable.close();
            } catch (Exception e) {
                failure = new IllegalStateException("wanted to close a store, found " + e, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static String kind(Claim claim) {
        return claim.getClass().getSimpleName();
    }
}
