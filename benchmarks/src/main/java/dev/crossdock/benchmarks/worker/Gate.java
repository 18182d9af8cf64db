package dev.crossdock.benchmarks.worker;

import dev.crossdock.benchmarks.subject.Handler;
import java.util.concurrent.CountDownLatch;

/** Keeps messages waiting before a handler, until it is opened for good. Thread-safe. */
final class Gate implements Handler {
    private final CountDownLatch open = new CountDownLatch(1);
    private final Handler behind;

    Gate(Handler behind) {
        this.behind = behind;
    }

    void open() {
        open.countDown();
    }

    @Override
    public void handle(byte[] body) {
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("nobody opened", e);
        }
        behind.handle(body);
    }
}
