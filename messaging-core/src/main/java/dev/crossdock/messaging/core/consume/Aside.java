package dev.crossdock.messaging.core.consume;

import dev.crossdock.messaging.core.Threads;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where work is done that may block and has come up on somebody else's thread, such as the native client's: a copy to be
 * sent, or a store to be asked, when a stage or another copy has ended. One thread, which is there only while there is
 * something to do.
 */
final class Aside {
    private static final long IDLE_SECONDS = 5;

    // A message is in here once at most, so the bound of what is in hand is the bound of this.
    private final ThreadPoolExecutor thread;

    Aside(String name) {
        thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> Threads.daemon(name, task));
        thread.allowCoreThreadTimeOut(true);
    }

    /** Does it soon; not at all once the consumer is closed, which leaves the message to the broker. */
    void run(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException closed) {
            // Not settled: it comes again.
        }
    }

    /** What waits is still done. */
    void close() {
        thread.shutdown();
    }
}
