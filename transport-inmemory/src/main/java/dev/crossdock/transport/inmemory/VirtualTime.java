package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A clock that goes on only when it is told to, for tests. It starts at {@link #START}.
 *
 * <p>Tasks run on the thread that calls {@link #advance} or {@link #advanceToNext}, one after the other in the order of
 * their times (those of one time in the order they were scheduled), with the clock standing at the time of each. A task
 * that is due at once waits for the next call too. What a task throws ends the call; the clock stays where it was then
 * and later tasks stay scheduled.
 *
 * <p>Thread-safe; of several threads that advance, one does so at a time.
 */
public final class VirtualTime implements TimeSource {
    /** What the calendar says in the beginning. */
    public static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    // Not zero, so that nobody gets away with taking nanoseconds for a duration.
    private static final long FIRST_NANOS = 1_000_000_007L;

    private final ReentrantLock advancing = new ReentrantLock();
    private final Object lock = new Object();
    private final TreeSet<Task> tasks =
            new TreeSet<>(Comparator.comparingLong((Task task) -> task.due).thenComparingLong(task -> task.number));
    private long elapsed;
    private long scheduled;

    /** A clock that stands at {@link #START}. */
    public VirtualTime() {}

    @Override
    public Instant now() {
        return START.plusNanos(elapsed());
    }

    @Override
    public long nanos() {
        return FIRST_NANOS + elapsed();
    }

    @Override
    public Alarm schedule(Duration delay, Runnable task) {
        synchronized (lock) {
            Task added = new Task(elapsed + Math.max(0, delay.toNanos()), scheduled++, task);
            tasks.add(added);
            return () -> cancel(added);
        }
    }

    /**
     * Moves the clock and runs what is due on the way.
     *
     * @param duration zero or more; zero runs what is due now
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time goes forward only, found " + duration);
        }
        advancing.lock();
        try {
            long target = elapsed() + duration.toNanos();
            for (Task task = next(target); task != null; task = next(target)) {
                task.action.run();
            }
            synchronized (lock) {
                elapsed = Math.max(elapsed, target);
            }
        } finally {
            advancing.unlock();
        }
    }

    /**
     * Moves the clock to the time of the earliest task, and runs all that is due then.
     *
     * @return whether there was one
     */
    public boolean advanceToNext() {
        advancing.lock();
        try {
            long due;
            synchronized (lock) {
                if (tasks.isEmpty()) {
                    return false;
                }
                due = Math.max(elapsed, tasks.first().due);
            }
            advance(Duration.ofNanos(due - elapsed()));
            return true;
        } finally {
            advancing.unlock();
        }
    }

    /** How many tasks wait for their time. */
    public int scheduled() {
        synchronized (lock) {
            return tasks.size();
        }
    }

    private long elapsed() {
        synchronized (lock) {
            return elapsed;
        }
    }

    private @Nullable Task next(long target) {
        synchronized (lock) {
            if (tasks.isEmpty() || tasks.first().due > target) {
                return null;
            }
            Task task = tasks.first();
            tasks.remove(task);
            elapsed = Math.max(elapsed, task.due);
            return task;
        }
    }

    private void cancel(Task task) {
        synchronized (lock) {
            tasks.remove(task);
        }
    }

    private static final class Task {
        private final long due;
        private final long number;
        private final Runnable action;

        private Task(long due, long number, Runnable action) {
            this.due = due;
            this.number = number;
            this.action = action;
        }
    }
}
