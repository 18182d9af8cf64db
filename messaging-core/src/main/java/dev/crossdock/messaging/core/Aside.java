package dev.crossdock.messaging.core;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where work is done that may block and has come up on somebody else's thread, such as the native client's: a message to be
 * sent, or a store to be asked, when a stage or another message has ended. One thread, which is there only while there is
 * something to do. Thread-safe.
 */
public final class Aside {
    private static final long IDLE_SECONDS = 5;

    // A message is in here once at most, so the bound of what is under way is the bound of this.
    private final ThreadPoolExecutor thread;

    /** @param name the thread's */
    public Aside(String name) {
        thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> Threads.daemon(name, task));
        thread.allowCoreThreadTimeOut(true);
    }

    /** Does it soon; not at all once this is closed. */
    public void run(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException closed) {
            // What comes of it is not settled, and comes again.
        }
    }

    /** What waits is still done. */
    public void close() {
        thread.shutdown();
    }
}
