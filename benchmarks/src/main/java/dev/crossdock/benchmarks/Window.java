package dev.crossdock.benchmarks;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** What a bare client has sent and not heard of, up to a bound. One thread sends, the client's answers. */
final class Window {
    private final Semaphore room;
    private final int size;
    private volatile @Nullable Throwable failure;

    Window(int size) {
        this.size = size;
        this.room = new Semaphore(size);
    }

    /** Waits until one more may be sent. */
    void enter() throws InterruptedException {
        room.acquire();
    }

    /** So many were stored. */
    void confirmed(int messages) {
        room.release(messages);
    }

    /** One was not stored. */
    void failed(Throwable cause) {
        failure = cause;
        room.release();
    }

    /** Waits until all are answered. */
    void awaitAll() throws InterruptedException {
        room.acquire(size);
        room.release(size);
        if (failure != null) {
            throw new IllegalStateException("a message was not confirmed", failure);
        }
    }
}
