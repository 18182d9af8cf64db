package dev.crossdock.messaging.core.consume;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Holds a consumer still until it is let go, because its user wants so or because it met a message that cannot be handled.
 * Pump and workers are held and let go together: of two that do the one and the other at the same time, one is first.
 * Thread-safe.
 */
final class Brake {
    private final Pump pump;
    private final Workers workers;
    private final Settling settling;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<InFlight> unhandled = new ConcurrentLinkedQueue<>();
    private volatile boolean on;

    Brake(Pump pump, Workers workers, Settling settling) {
        this.pump = pump;
        this.workers = workers;
        this.settling = settling;
    }

    boolean isOn() {
        return on;
    }

    /** The first message that it is on for, if it is for one. */
    @Nullable InFlight unhandled() {
        return unhandled.peek();
    }

    /** When this returns, no handler starts until {@link #release()}. */
    void apply() {
        hold(null);
    }

    /** The same, on account of a message, which is run once more after the release. */
    void applyAt(InFlight message) {
        hold(message);
    }

    void release() {
        lock.lock();
        try {
            on = false;
            for (InFlight message = unhandled.poll(); message != null; message = unhandled.poll()) {
                message.setback().attemptsInPlace++;
                message.setback().pardoned = true;
                settling.note(message);
                settling.unpark(message);
            }
            workers.resume();
            pump.resume();
        } finally {
            lock.unlock();
        }
    }

    private void hold(@Nullable InFlight message) {
        lock.lock();
        try {
            if (message != null) {
                unhandled.add(message);
            }
            pump.pause();
            workers.pause();
            // Last: who sees that it is on may let go.
            on = true;
        } finally {
            lock.unlock();
        }
        // Not under the lock, which somebody who is starting may want.
        workers.awaitStarting();
    }
}
