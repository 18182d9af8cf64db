package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * One alarm for the earliest of many moments at which a queue has something to do: leases and delays. Guarded by the
 * queue's lock.
 *
 * <p>It may go off early, when what it was set for has been settled since; then the queue sets it anew. So a lease costs
 * no alarm of its own.
 */
final class SweepAlarm {
    private final BrokerClock clock;
    private final Runnable sweep;
    private long setFor = BrokerClock.NEVER;
    private TimeSource.@Nullable Alarm alarm;

    SweepAlarm(BrokerClock clock, Runnable sweep) {
        this.clock = clock;
        this.sweep = sweep;
    }

    /** Whether the moment has come, gone off or not. */
    boolean isDue(long now) {
        return now >= setFor;
    }

    /** Makes sure that it goes off at a moment, at the latest. */
    void noLaterThan(long at) {
        if (at < setFor) {
            setAnew(at);
        }
    }

    /** Forgets what it was set for; {@link BrokerClock#NEVER} switches it off. */
    void setAnew(long at) {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
        setFor = at;
        if (at != BrokerClock.NEVER) {
            alarm = clock.schedule(at, sweep);
        }
    }
}
