package dev.crossdock.messaging.core.publish;

import dev.crossdock.messaging.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Counts what is under way, up to a bound. Thread-safe; lock-free as long as there is room.
 *
 * <p>A semaphore would do, but for two things: it waits on the machine's clock instead of the {@link TimeSource}, and it
 * wakes a thread for each place that becomes free. Who waits here is woken when an eighth of the places is free, because
 * answers come many at a time, and looks by itself now and then, because they may not.
 */
public final class Room {
    private static final long LOOK_AGAIN_NANOS = 1_000_000;
    private static final long LOOK_RARELY_NANOS = 32_000_000;

    private final int size;
    private final int threshold;
    private final TimeSource time;
    private final AtomicInteger free;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final Condition emptied = lock.newCondition();
    private volatile int waiting;

    public Room(int size, TimeSource time) {
        this.size = size;
        this.threshold = Math.max(1, size / 8);
        this.time = time;
        this.free = new AtomicInteger(size);
    }

    int size() {
        return size;
    }

    /** How many places are taken. */
    int taken() {
        return size - free.get();
    }

    /** Takes as many places as are free, at most as many as wanted; 0 if there are none. */
    public int tryTake(int wanted) {
        while (true) {
            int now = free.get();
            int taken = Math.min(now, wanted);
            if (taken <= 0) {
                return 0;
            }
            if (free.compareAndSet(now, now - taken)) {
                return taken;
            }
        }
    }

    /** The same, but waits until there is at least one; 0 if there was none within the limit. */
    int take(int wanted, Duration limit) throws InterruptedException {
        int[] taken = {tryTake(wanted)};
        if (taken[0] == 0) {
            await(freed, () -> (taken[0] = tryTake(wanted)) > 0, limit);
        }
        return taken[0];
    }

    public void giveBack(int places) {
        int now = free.addAndGet(places);
        boolean worthIt = now >= threshold && now - places < threshold;
        // Whoever waits has said so before it looked, and there was no place: either it has seen these or is seen here.
        if (waiting > 0 && (worthIt || now == size)) {
            lock.lock();
            try {
                freed.signalAll();
                if (now == size) {
                    emptied.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Waits until nothing is without an answer; whether that came to pass within the limit. */
    public boolean awaitEmpty(Duration limit) throws InterruptedException {
        return await(emptied, () -> free.get() == size, limit);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock, read without it
    private boolean await(Condition signal, BooleanSupplier condition, Duration limit) throws InterruptedException {
        if (limit.isZero()) {
            return condition.getAsBoolean();
        }
        Expiry expiry = new Expiry(signal);
        lock.lockInterruptibly();
        TimeSource.Alarm alarm = null;
        try {
            waiting++;
            long pause = LOOK_AGAIN_NANOS;
            while (!condition.getAsBoolean()) {
                if (expiry.over) {
                    return false;
                }
                if (alarm == null) {
                    alarm = time.schedule(limit, expiry);
                }
                if (signal.awaitNanos(pause) <= 0) {
                    pause = Math.min(2 * pause, LOOK_RARELY_NANOS);
                }
            }
            return true;
        } finally {
            waiting--;
            // The signal that came together with the end of the wait belongs to somebody else.
            signal.signal();
            lock.unlock();
            if (alarm != null) {
                alarm.cancel();
            }
        }
    }

    private final class Expiry implements Runnable {
        private final Condition signal;
        private boolean over;

        Expiry(Condition signal) {
            this.signal = signal;
        }

        @Override
        public void run() {
            lock.lock();
            try {
                over = true;
                signal.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
