package dev.crossdock.messaging.core;

import dev.crossdock.messaging.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/** Time that passes only when a test says so. Alarms run on the thread of {@link #pass}. */
public final class HandDrivenTime implements TimeSource {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00.000Z");
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final PriorityQueue<Entry> alarms = new PriorityQueue<>(
            Comparator.<Entry>comparingLong(entry -> entry.due).thenComparingLong(e -> e.number));
    private long nanos;
    private long lastNumber;

    @Override
    public synchronized Instant now() {
        return START.plusNanos(nanos);
    }

    // Not from zero, as on a real machine.
    @Override
    public synchronized long nanos() {
        return Long.MAX_VALUE - 1_000_000 + nanos;
    }

    @Override
    public synchronized Alarm schedule(Duration delay, Runnable task) {
        Entry entry = new Entry(nanos + Math.max(0, delay.toNanos()), ++lastNumber, task);
        alarms.add(entry);
        notifyAll();
        return () -> cancel(entry);
    }

    /** Lets time pass, alarm by alarm. */
    public void pass(Duration duration) {
        long end;
        synchronized (this) {
            end = nanos + duration.toNanos();
        }
        while (true) {
            Entry next;
            synchronized (this) {
                next = alarms.peek();
                if (next == null || next.due > end) {
                    nanos = end;
                    return;
                }
                alarms.remove();
                nanos = Math.max(nanos, next.due);
            }
            next.task.run();
        }
    }

    /** How many alarms are set. */
    public synchronized int alarms() {
        return alarms.size();
    }

    /** How many alarms were ever set. */
    public synchronized long alarmsEverSet() {
        return lastNumber;
    }

    /** Waits until so many alarms are set: a thread that waits with a limit has set one. */
    public synchronized void awaitAlarms(int count) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (alarms.size() < count) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("wanted " + count + " alarms, found " + alarms.size());
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private synchronized void cancel(Entry entry) {
        alarms.remove(entry);
    }

    private static final class Entry {
        private final long due;
        private final long number;
        private final Runnable task;

        Entry(long due, long number, Runnable task) {
            this.due = due;
            this.number = number;
            this.task = task;
        }
    }
}
