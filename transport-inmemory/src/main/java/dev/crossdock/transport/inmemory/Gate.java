package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What stands between connections and a broker that can be paused: requests that need no answer wait here, in order, as
 * they would in the buffers of a network. Thread-safe.
 */
final class Gate {
    private final ReentrantLock resuming = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private final Deque<Request> held = new ArrayDeque<>();
    private volatile boolean paused;

    boolean isPaused() {
        return paused;
    }

    void pause() {
        lock.lock();
        try {
            paused = true;
        } finally {
            lock.unlock();
        }
    }

    /** Lets through what waits, in order, and then everything. */
    void resume() {
        resuming.lock();
        try {
            for (Request request = nextOrOpen(); request != null; request = nextOrOpen()) {
                request.perform();
            }
        } finally {
            resuming.unlock();
        }
    }

    /** Keeps a request if the broker is paused; returns whether it was kept. */
    boolean keeps(Request request) {
        if (!paused) {
            return false;
        }
        lock.lock();
        try {
            if (paused) {
                held.add(request);
            }
            return paused;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A connection has ended: the first half of what it sent has reached the broker's side and will be performed, without
     * an answer; the rest is gone. So nobody can rely on either.
     */
    void abandon(Object owner) {
        List<Request> abandoned;
        lock.lock();
        try {
            abandoned = held.stream().filter(one -> one.owner() == owner).toList();
            held.removeAll(abandoned.subList((abandoned.size() + 1) / 2, abandoned.size()));
        } finally {
            lock.unlock();
        }
        abandoned.forEach(Request::abandon);
    }

    /** Waits until the broker goes on. */
    void await(Duration limit, String what) throws InterruptedException {
        if (!paused) {
            return;
        }
        lock.lockInterruptibly();
        try {
            long left = BrokerClock.nanos(limit);
            while (paused) {
                if (left <= 0) {
                    throw new MessagingException(
                            ErrorCode.UNAVAILABLE,
                            "Wanted to " + what + ", found the in-memory broker paused for longer than " + limit
                                    + "; it goes on with InMemoryBroker.resume()");
                }
                left = opened.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Request nextOrOpen() {
        lock.lock();
        try {
            Request next = held.poll();
            if (next == null) {
                paused = false;
                opened.signalAll();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** What waits at the gate. */
    interface Request {
        /** The connection it came from. */
        Object owner();

        void perform();

        /** Its connection has ended; it may still be performed, but nobody is told. */
        void abandon();
    }
}
