package dev.crossdock.conformance.once;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.IdempotencyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The contract of a store in as few lines as it takes, and never forgetting: what a scenario lasts. The engine's own store
 * in memory is part of what is under test. Thread-safe.
 */
public final class PlainStore implements IdempotencyStore {
    private final Map<Key, Mark> marks = new HashMap<>();
    private long lastToken;

    /** An empty one. */
    public PlainStore() {}

    @Override
    public synchronized Claim claim(String scope, String key, Duration lease) {
        Key at = new Key(scope, key);
        Mark mark = current(at);
        if (mark != null) {
            return mark.done() ? new Claim.Completed() : new Claim.Busy(Duration.ofNanos(mark.left()));
        }
        lastToken++;
        marks.put(at, new Mark(lastToken, false, after(lease)));
        return new Claim.Acquired(scope, key, lastToken);
    }

    @Override
    public synchronized boolean renew(Claim.Acquired claim, Duration lease) {
        return replace(claim, false, lease);
    }

    @Override
    public synchronized boolean complete(Claim.Acquired claim, Duration retention) {
        return replace(claim, true, retention);
    }

    @Override
    public synchronized void release(Claim.Acquired claim) {
        if (owns(claim, false)) {
            marks.remove(Key.of(claim));
        }
    }

    private boolean replace(Claim.Acquired claim, boolean done, Duration time) {
        if (!owns(claim, done)) {
            return false;
        }
        marks.put(Key.of(claim), new Mark(claim.fencingToken(), done, after(time)));
        return true;
    }

    // What was marked by a claim may be marked by it again. A lease that is over is an owner's until somebody takes it.
    private boolean owns(Claim.Acquired claim, boolean alsoDone) {
        Mark mark = marks.get(Key.of(claim));
        return mark != null && mark.token() == claim.fencingToken() && (alsoDone || !mark.done());
    }

    private @Nullable Mark current(Key key) {
        Mark mark = marks.get(key);
        return mark == null || mark.left() <= 0 ? null : mark;
    }

    private static long after(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    private record Key(String scope, String key) {
        static Key of(Claim.Acquired claim) {
            return new Key(claim.scope(), claim.key());
        }
    }

    private record Mark(long token, boolean done, long until) {
        long left() {
            return until - System.nanoTime();
        }
    }
}
