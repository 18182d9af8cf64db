package dev.crossdock.conformance.once;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.IdempotencyStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/** A sound store that can be away for a while, and counts who was refused meanwhile. Thread-safe. */
public final class StoreOnLeave implements IdempotencyStore {
    /** How a store is away. */
    public enum Leave {
        /** It is there. */
        NONE,
        /** Nothing reaches it. */
        UNREACHABLE,
        /** It does what it is asked to, and its answers are lost. */
        UNHEARD
    }

    private final IdempotencyStore sound = new PlainStore();
    private final Map<String, Integer> claims = new ConcurrentHashMap<>();
    private final Map<String, Integer> completions = new ConcurrentHashMap<>();
    private volatile Leave leave = Leave.NONE;

    /** One that is there and empty. */
    public StoreOnLeave() {}

    /** From now on it is away like this, or back. */
    public void take(Leave kind) {
        leave = kind;
    }

    /** Whether each of these keys was asked for in vain so many times at least. */
    public boolean refusedClaims(Collection<String> keys, int times) {
        return keys.stream().allMatch(key -> claims.getOrDefault(key, 0) >= times);
    }

    /** Whether each of these keys could not be marked as done so many times at least. */
    public boolean refusedCompletions(Collection<String> keys, int times) {
        return keys.stream().allMatch(key -> completions.getOrDefault(key, 0) >= times);
    }

    @Override
    public Claim claim(String scope, String key, Duration lease) throws Exception {
        return answer(claims, key, () -> sound.claim(scope, key, lease));
    }

    @Override
    public boolean renew(Claim.Acquired claim, Duration lease) throws Exception {
        return answer(new ConcurrentHashMap<>(), claim.key(), () -> sound.renew(claim, lease));
    }

    @Override
    public boolean complete(Claim.Acquired claim, Duration retention) throws Exception {
        return answer(completions, claim.key(), () -> sound.complete(claim, retention));
    }

    @Override
    public void release(Claim.Acquired claim) throws Exception {
        boolean unused = answer(new ConcurrentHashMap<>(), claim.key(), () -> {
            sound.release(claim);
            return true;
        });
    }

    private <T> T answer(Map<String, Integer> refused, String key, Callable<T> call) throws Exception {
        Leave now = leave;
        if (now == Leave.NONE) {
            return call.call();
        }
        if (now == Leave.UNHEARD) {
            T unused = call.call();
        }
        refused.merge(key, 1, Integer::sum);
        throw new IOException("the store is " + now);
    }
}
