package dev.crossdock.benchmarks.worker;

import dev.crossdock.benchmarks.subject.Handler;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;

/** How late messages are, but for those of the first seconds. */
final class Punctuality implements Handler {
    private static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final int DIGITS = 3;

    private final ConcurrentHistogram lateness = new ConcurrentHistogram(MOST_NANOS, DIGITS);
    private final Expected expected;
    private final long countsFrom;
    private volatile long last;

    Punctuality(int messages, long countsFrom) {
        this.expected = new Expected(messages);
        this.countsFrom = countsFrom;
    }

    @Override
    public void handle(byte[] body) {
        long due = Paced.due(body);
        long now = System.nanoTime();
        if (due >= countsFrom) {
            lateness.recordValue(Math.min(MOST_NANOS, Math.max(0, now - due)));
        }
        if (expected.next() == expected.messages()) {
            last = now;
            expected.over();
        }
    }

    Answer.Latencies await() throws InterruptedException {
        expected.await();
        return new Answer.Latencies(
                lateness.getTotalCount() * 1e9 / (last - countsFrom),
                micros(lateness.getValueAtPercentile(50)),
                micros(lateness.getValueAtPercentile(99)),
                micros(lateness.getValueAtPercentile(99.9)),
                micros(lateness.getMaxValue()));
    }

    private static double micros(long nanos) {
        return nanos / 1e3;
    }
}
