package dev.crossdock.transport.inmemory;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Something that runs on a thread of its own while a test goes on. */
final class Background<V> {
    private static final long LIMIT_SECONDS = 30;

    private final FutureTask<V> task;
    private final Thread thread;

    private Background(Callable<V> action) {
        task = new FutureTask<>(action);
        thread = new Thread(task, "background");
        thread.setDaemon(true);
        thread.start();
    }

    static <V> Background<V> run(Callable<V> action) {
        return new Background<>(action);
    }

    /** Returns when it waits for something; it has to do so before it ends. */
    void awaitWaiting() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (thread.getState() != Thread.State.TIMED_WAITING && thread.getState() != Thread.State.WAITING) {
            if (task.isDone() || System.nanoTime() > end) {
                throw new AssertionError("it does not wait, it is " + thread.getState());
            }
            thread.join(1);
        }
    }

    void interrupt() {
        thread.interrupt();
    }

    V get() throws Exception {
        return task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
