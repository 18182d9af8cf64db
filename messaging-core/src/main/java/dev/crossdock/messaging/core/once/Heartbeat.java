package dev.crossdock.messaging.core.once;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.core.RepeatingAlarm;
import dev.crossdock.messaging.core.Threads;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** Looks after claims a few times in each of their leases, on a thread of its own, because stores may block. Thread-safe. */
public final class Heartbeat<V> implements AutoCloseable {
    private static final int BEATS_PER_LEASE = 3;

    private final Map<Claim.Acquired, V> claims = new ConcurrentHashMap<>();
    private final AtomicBoolean beating = new AtomicBoolean();
    private final BiConsumer<Claim.Acquired, V> beat;
    private final RepeatingAlarm alarm;

    /**
     * Begins.
     *
     * @param beat what is done for each claim, with what belongs to it; does not throw
     */
    public Heartbeat(TimeSource time, Duration lease, BiConsumer<Claim.Acquired, V> beat) {
        this.beat = beat;
        this.alarm = new RepeatingAlarm(time, lease.dividedBy(BEATS_PER_LEASE), this::beatAll);
    }

    /** Looks after a claim from now on. */
    public void add(Claim.Acquired claim, V with) {
        claims.put(claim, with);
    }

    /** Lets go of a claim; a beat may be under way still. */
    public void remove(Claim.Acquired claim) {
        claims.remove(claim);
    }

    /** Whether it looks after a claim. */
    public boolean holds(Claim.Acquired claim) {
        return claims.containsKey(claim);
    }

    /** Beats no more. */
    @Override
    public void close() {
        alarm.cancel();
    }

    // The thread of the alarms must not block; one round at a time is enough.
    private void beatAll() {
        if (!claims.isEmpty() && beating.compareAndSet(false, true)) {
            Threads.forHandlers("crossdock-claims")
                    .newThread(() -> {
                        try {
                            claims.forEach(beat);
                        } finally {
                            beating.set(false);
                        }
                    })
                    .start();
        }
    }
}
