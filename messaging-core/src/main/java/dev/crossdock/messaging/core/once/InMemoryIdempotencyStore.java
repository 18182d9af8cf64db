package dev.crossdock.messaging.core.once;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers in memory: enough for one process, gone when it ends.
 *
 * <p>Holds at most a given number of keys that are done and forgets the longest done first. What is in progress is never
 * forgotten and not counted: there is no more of it than handlers. Thread-safe.
 */
public final class InMemoryIdempotencyStore implements IdempotencyStore {
    // So that the sum with any reading of the clock still compares rightly.
    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE / 4);

    private final TimeSource time;
    private final int maxDone;

    private final Object lock = new Object();
    private final Map<Key, Hold> inProgress = new HashMap<>();
    // In the order in which they were done.
    private final LinkedHashMap<Key, Done> done = new LinkedHashMap<>();
    private long lastToken;

    /**
     * An empty store.
     *
     * @param maxDone how many keys that are done it remembers, at least 1
     */
    public InMemoryIdempotencyStore(TimeSource time, int maxDone) {
        if (maxDone < 1) {
            throw new IllegalArgumentException("a store remembers at least 1 key, found " + maxDone);
        }
        this.time = time;
        this.maxDone = maxDone;
    }

    @Override
    public Claim claim(String scope, String name, Duration lease) {
        Key key = new Key(scope, name);
        synchronized (lock) {
            long now = time.nanos();
            Done mark = done.get(key);
            if (mark != null) {
                if (mark.until - now > 0) {
                    return new Claim.Completed();
                }
                done.remove(key);
            }
            Hold hold = inProgress.get(key);
            if (hold != null && hold.until - now > 0) {
                return new Claim.Busy(Duration.ofNanos(hold.until - now));
            }
            // One counter for all keys, so that tokens grow even for a key that was forgotten in between.
            long token = ++lastToken;
            inProgress.put(key, new Hold(token, after(now, lease)));
            return new Claim.Acquired(scope, name, token);
        }
    }

    @Override
    public boolean renew(Claim.Acquired claim, Duration lease) {
        Key key = new Key(claim.scope(), claim.key());
        synchronized (lock) {
            if (!isCurrent(key, claim)) {
                return false;
            }
            inProgress.put(key, new Hold(claim.fencingToken(), after(time.nanos(), lease)));
            return true;
        }
    }

    @Override
    public boolean complete(Claim.Acquired claim, Duration retention) {
        return mark(claim, retention, null);
    }

    @Override
    public boolean keepsResults() {
        return true;
    }

    @Override
    public boolean complete(Claim.Acquired claim, Duration retention, byte[] result) {
        return mark(claim, retention, result.clone());
    }

    @Override
    public Optional<byte[]> result(String scope, String name) {
        synchronized (lock) {
            Done mark = done.get(new Key(scope, name));
            return mark == null || mark.result == null || mark.until - time.nanos() <= 0
                    ? Optional.empty()
                    : Optional.of(mark.result.clone());
        }
    }

    private boolean mark(Claim.Acquired claim, Duration retention, byte @Nullable [] result) {
        Key key = new Key(claim.scope(), claim.key());
        synchronized (lock) {
            long now = time.nanos();
            Done before = done.get(key);
            if (!isCurrent(key, claim) && (before == null || before.token != claim.fencingToken())) {
                return false;
            }
            inProgress.remove(key);
            done.put(key, new Done(claim.fencingToken(), after(now, retention), result));
            forget(now);
            return true;
        }
    }

    @Override
    public void release(Claim.Acquired claim) {
        Key key = new Key(claim.scope(), claim.key());
        synchronized (lock) {
            if (isCurrent(key, claim)) {
                inProgress.remove(key);
            }
        }
    }

    private boolean isCurrent(Key key, Claim.Acquired claim) {
        Hold hold = inProgress.get(key);
        return hold != null && hold.token == claim.fencingToken();
    }

    // Only from the front: retentions of one consumer are equal, so what is over stands there.
    private void forget(long now) {
        Iterator<Done> oldest = done.values().iterator();
        while (oldest.hasNext() && (oldest.next().until - now <= 0 || done.size() > maxDone)) {
            oldest.remove();
        }
    }

    private static long after(long now, Duration duration) {
        return now + (duration.compareTo(FOREVER) < 0 ? duration : FOREVER).toNanos();
    }

    private record Key(String scope, String key) {}

    private record Hold(long token, long until) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Done(long token, long until, byte @Nullable [] result) {}
}
