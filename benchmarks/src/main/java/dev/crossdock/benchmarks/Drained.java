package dev.crossdock.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Counts a backlog down, and measures from its first message to its last: what a consumer takes to find its place in a
 * group is no part of it. One thread counts.
 */
final class Drained {
    private static final long PATIENCE_MINUTES = 5;

    private final CountDownLatch over = new CountDownLatch(1);
    private final int messages;
    private int seen;
    private volatile long began;
    private volatile long took;

    Drained(int messages) {
        this.messages = messages;
    }

    /** One more; whether it was the last, after which {@link #over()} is due. */
    boolean count(byte[] body) {
        if (body.length != Workload.BODY) {
            throw new IllegalStateException("wanted " + Workload.BODY + " bytes, found " + body.length);
        }
        seen++;
        if (seen == 1) {
            began = System.nanoTime();
        }
        if (seen == messages) {
            took = System.nanoTime() - began;
        }
        return seen >= messages;
    }

    /** Nothing is left to be done with the last one. */
    void over() {
        over.countDown();
    }

    /** Waits until it is over. */
    void await() throws InterruptedException {
        if (!over.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException(
                    "wanted " + messages + " messages within " + PATIENCE_MINUTES + " minutes, found " + seen);
        }
    }

    long nanos() {
        return took;
    }
}
