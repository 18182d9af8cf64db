package dev.crossdock.benchmarks.worker;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** So many messages that somebody waits for. Thread-safe. */
final class Expected {
    private static final long PATIENCE_SECONDS = 180;

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger seen = new AtomicInteger();
    private final int messages;

    Expected(int messages) {
        this.messages = messages;
    }

    int messages() {
        return messages;
    }

    /** One more is here; tells which. */
    int next() {
        return seen.incrementAndGet();
    }

    /** The last one is done with. */
    void over() {
        over.countDown();
    }

    void await() throws InterruptedException {
        if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(
                    "wanted " + messages + " messages within " + PATIENCE_SECONDS + " seconds, found " + seen);
        }
    }
}
