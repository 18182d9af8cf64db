package dev.crossdock.benchmarks.subject;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What was sent and not heard of, up to a bound, for subjects that keep none themselves. One thread sends, any answers. */
public final class Window {
    private static final long PATIENCE_SECONDS = 120;

    private final Semaphore room;
    private final int size;
    private volatile @Nullable Throwable failure;

    /** With room for so many. */
    public Window(int size) {
        this.size = size;
        this.room = new Semaphore(size);
    }

    /** Waits until one more may be sent. */
    public void enter() throws InterruptedException {
        acquire(1);
    }

    /** So many were stored. */
    public void confirmed(int messages) {
        room.release(messages);
    }

    /** One has its answer: stored, or the reason why not. */
    public void answered(@Nullable Throwable reason) {
        if (reason != null) {
            failure = reason;
        }
        room.release();
    }

    /** Waits until all are answered, and throws if one was not stored. */
    public void awaitAll() throws InterruptedException {
        acquire(size);
        room.release(size);
        if (failure != null) {
            throw new IllegalStateException("a message was not confirmed", failure);
        }
    }

    private void acquire(int permits) throws InterruptedException {
        if (!room.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("wanted answers within " + PATIENCE_SECONDS + " seconds, "
                    + (size - room.availablePermits()) + " are missing");
        }
    }
}
