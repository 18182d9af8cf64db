package dev.crossdock.messaging.core.consume;

import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run handlers: never more than the concurrency, started when there is work, kept for the next.
 *
 * <p>A signal wakes one; whoever takes a message and sees more wakes the next. So quick handlers keep few threads awake,
 * and a handler that blocks costs its own thread and nothing else.
 */
final class Workers {
    // How many messages of one key a worker takes in a row while other keys wait.
    private static final int FAIR_SHARE = 32;

    /** What a worker does with a message. */
    interface Work {
        /** Gives the next message of the same key, if its turn has come by this. */
        @Nullable InFlight run(InFlight message, Worker worker);
    }

    private final ReadyQueue ready;
    private final Permits permits;
    private final ThreadFactory threads;
    private final Work work;
    private final Runnable beforeIdle;
    private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
    // The last one to fall asleep is the first one woken: its stack is warm.
    private final ConcurrentLinkedDeque<Worker> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger alive = new AtomicInteger();
    private volatile int limit;
    private volatile boolean paused;
    private volatile boolean stopping;
    private volatile boolean interrupting;

    Workers(ReadyQueue ready, Permits permits, int limit, ThreadFactory threads, Work work, Runnable beforeIdle) {
        this.ready = ready;
        this.permits = permits;
        this.limit = limit;
        this.threads = threads;
        this.work = work;
        this.beforeIdle = beforeIdle;
    }

    /** There is something to do. Any thread; cheap if everybody is at it already. */
    void signal() {
        if (paused || stopping) {
            return;
        }
        Worker sleeper = idle.pollLast();
        if (sleeper != null) {
            sleeper.wake();
        } else if (alive.get() < limit) {
            startOne();
        }
    }

    void limit(int newLimit) {
        limit = newLimit;
        wakeAll();
    }

    /** No handler starts until {@link #resume()}, but for those that are starting. */
    void pause() {
        paused = true;
    }

    /** Waits until those have started that were starting; a thread that is starting one itself waits for nobody. */
    void awaitStarting() {
        for (Worker worker : workers) {
            if (worker.entering && worker.thread == Thread.currentThread()) {
                return;
            }
        }
        for (Worker worker : workers) {
            while (worker.entering) {
                Thread.onSpinWait();
            }
        }
    }

    void resume() {
        paused = false;
        wakeAll();
    }

    /** No handler starts from now on, but for those that are starting. */
    void stop() {
        stopping = true;
        wakeAll();
    }

    /** Interrupts handlers that do not end by themselves; what they throw from now on is not their fault. */
    void interrupt() {
        interrupting = true;
        for (Worker worker : workers) {
            worker.interrupt();
        }
    }

    boolean isInterrupting() {
        return interrupting;
    }

    /** Waits for the threads to end after {@link #stop()}; {@code false} if some are still at work then. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (Worker worker : workers) {
            Thread running = worker.thread;
            long left = end - System.nanoTime();
            if (running != null && running.isAlive() && running != Thread.currentThread()) {
                running.join(Math.max(1, left / 1_000_000));
                if (running.isAlive()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether the calling thread is one of these: it cannot wait for itself. */
    boolean isCurrentThread() {
        for (Worker worker : workers) {
            if (worker.thread == Thread.currentThread()) {
                return true;
            }
        }
        return false;
    }

    private void startOne() {
        int count = alive.get();
        while (count < limit) {
            if (alive.compareAndSet(count, count + 1)) {
                Worker worker = new Worker();
                workers.add(worker);
                Thread thread = threads.newThread(worker);
                worker.thread = thread;
                thread.start();
                return;
            }
            count = alive.get();
        }
    }

    private void wakeAll() {
        drain(idle);
        // As many as there may be: each one that finds nothing to do sleeps again.
        if (!ready.isEmpty()) {
            signal();
        }
    }

    private static void drain(Queue<Worker> sleepers) {
        for (Worker sleeper = sleepers.poll(); sleeper != null; sleeper = sleepers.poll()) {
            sleeper.wake();
        }
    }

    /** One thread at work. */
    final class Worker implements Runnable {
        private volatile @Nullable Thread thread;
        private volatile boolean entering;
        private volatile boolean woken;
        private volatile boolean running;
        private boolean permitKept;

        @Override
        public void run() {
            thread = Thread.currentThread();
            while (!stopping) {
                if (surplus()) {
                    return;
                }
                InFlight message = paused ? null : next();
                if (message == null) {
                    sleep();
                } else {
                    if (!ready.isEmpty()) {
                        signal();
                    }
                    runInARow(message);
                }
            }
            workers.remove(this);
            alive.decrementAndGet();
        }

        /**
         * The last gate before a handler. If it lets a handler in, the handler counts as started; {@link #entered()}
         * follows when it is about to run.
         */
        boolean enter() {
            entering = true;
            if (paused || stopping) {
                entering = false;
                return false;
            }
            return true;
        }

        /** The handler stays open after it has returned; whoever ends it gives the permit back. */
        void keepPermit() {
            permitKept = true;
        }

        /** The handler runs: whoever closes may interrupt it. */
        void entered() {
            running = true;
            entering = false;
        }

        private void runInARow(InFlight first) {
            InFlight message = first;
            for (int share = FAIR_SHARE; message != null && share > 0 && !paused && !stopping; share--) {
                permitKept = false;
                message = work.run(message, this);
                rest();
            }
            if (!permitKept) {
                permits.giveBack();
            }
            if (message != null) {
                ready.add(message);
                signal();
            }
        }

        private void rest() {
            running = false;
            // What a handler did to its thread ends with the handler.
            Thread.interrupted();
        }

        private @Nullable InFlight next() {
            if (!permits.take()) {
                return null;
            }
            InFlight message = ready.poll();
            if (message == null) {
                permits.giveBack();
            }
            return message;
        }

        private boolean surplus() {
            int count = alive.get();
            while (count > limit) {
                if (alive.compareAndSet(count, count - 1)) {
                    workers.remove(this);
                    // The wake-up call was meant for somebody who stays.
                    if (!ready.isEmpty()) {
                        signal();
                    }
                    return true;
                }
                count = alive.get();
            }
            return false;
        }

        private void sleep() {
            beforeIdle.run();
            woken = false;
            idle.addLast(this);
            boolean reasonToStay = stopping || (!paused && !ready.isEmpty() && permits.available());
            if (reasonToStay && idle.removeLastOccurrence(this)) {
                return;
            }
            while (!woken) {
                LockSupport.park(this);
                // An interrupt that is meant for a handler that has just ended would make park return for ever.
                Thread.interrupted();
            }
        }

        private void wake() {
            woken = true;
            LockSupport.unpark(thread);
        }

        /** Called when no further handler starts, so that it cannot hit the wrong one. */
        private void interrupt() {
            Thread worker = thread;
            if (running && worker != null) {
                worker.interrupt();
            }
        }
    }
}
