package dev.crossdock.benchmarks.worker;

import dev.crossdock.benchmarks.subject.Handler;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts messages down, and measures from the first to the last. */
final class Arrivals implements Handler {
    private static final long PATIENCE_SECONDS = 180;

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger seen = new AtomicInteger();
    private final int messages;
    private final int bodyBytes;
    private volatile Usage first = Usage.now();
    private volatile Usage last = first;

    Arrivals(int messages, int bodyBytes) {
        this.messages = messages;
        this.bodyBytes = bodyBytes;
    }

    @Override
    public void handle(byte[] body) {
        if (body.length != bodyBytes) {
            throw new IllegalStateException("wanted " + bodyBytes + " bytes, found " + body.length);
        }
        int number = seen.incrementAndGet();
        if (number == 1) {
            first = Usage.now();
        }
        if (number == messages) {
            last = Usage.now();
            over.countDown();
        }
    }

    /** Waits for the last one. */
    void await() throws InterruptedException {
        if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(
                    "wanted " + messages + " messages within " + PATIENCE_SECONDS + " seconds, found " + seen);
        }
    }

    Answer.Measured measured() {
        return last.since(first, messages);
    }

    /** When the last one was here. */
    Usage end() {
        return last;
    }
}
