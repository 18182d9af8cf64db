package dev.crossdock.benchmarks.worker;

import dev.crossdock.benchmarks.subject.Handler;

/** Counts messages down, and measures from one of the first to the last. */
final class Arrivals implements Handler {
    private final Expected expected;
    private final int uncounted;
    private final int bodyBytes;
    private volatile Usage first = Usage.now();
    private volatile Usage last = first;

    /** Measures from the message after the uncounted ones. */
    Arrivals(int messages, int uncounted, int bodyBytes) {
        this.expected = new Expected(messages);
        this.uncounted = uncounted;
        this.bodyBytes = bodyBytes;
    }

    @Override
    public void handle(byte[] body) {
        if (body.length != bodyBytes) {
            throw new IllegalStateException("wanted " + bodyBytes + " bytes, found " + body.length);
        }
        int number = expected.next();
        if (number == uncounted + 1) {
            first = Usage.now();
        }
        if (number == expected.messages()) {
            last = Usage.now();
            expected.over();
        }
    }

    /** Waits for the last one. */
    void await() throws InterruptedException {
        expected.await();
    }

    Answer.Measured measured() {
        return last.since(first, expected.messages() - uncounted);
    }

    /** When the last one was here. */
    Usage end() {
        return last;
    }
}
