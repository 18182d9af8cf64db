package dev.crossdock.messaging.core;

import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.TimeSource.Alarm;
import java.time.Duration;

/** Rings again and again until it is cancelled. */
public final class RepeatingAlarm implements Alarm {
    private final TimeSource time;
    private final Duration period;
    private final Runnable task;
    private Alarm next;
    private boolean cancelled;

    /** Rings for the first time after a period. */
    public RepeatingAlarm(TimeSource time, Duration period, Runnable task) {
        this.time = time;
        this.period = period;
        this.task = task;
        this.next = time.schedule(period, this::ring);
    }

    private void ring() {
        task.run();
        synchronized (this) {
            if (!cancelled) {
                next = time.schedule(period, this::ring);
            }
        }
    }

    @Override
    public synchronized void cancel() {
        cancelled = true;
        next.cancel();
    }
}
