package dev.crossdock.benchmarks.worker;

import dev.crossdock.benchmarks.subject.CurrentHandler;
import dev.crossdock.benchmarks.subject.Subject;
import dev.crossdock.benchmarks.subject.Work;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One subject at work. Its consumer stays for all steps, as that of a service does; while a backlog is published, handlers
 * are kept waiting.
 */
final class Bench {
    private static final int FIRST = 200;
    // Members of a group of Kafka hear of each other's shares with their heartbeats, every five seconds.
    private static final int SETTLING_SECONDS = 7;

    private final Subject subject;
    private final Work work;
    private final CurrentHandler handler = new CurrentHandler();
    private Subject.@Nullable Consuming consumer;
    private @Nullable Backlog backlog;

    Bench(Subject subject, Work work) {
        this.subject = subject;
        this.work = work;
    }

    Answer.Measured publish(int messages) throws Exception {
        beginConsuming();
        backlog = new Backlog(messages, work);
        handler.set(backlog.handler());
        Usage before = Usage.now();
        subject.publish(new Burst(messages, work));
        return Usage.now().since(before, messages);
    }

    /** The backlog that was published last. */
    Answer.Measured consume() throws Exception {
        Backlog published = backlog;
        if (published == null) {
            throw new IllegalStateException("wanted a backlog, found none");
        }
        backlog = null;
        return published.consumed();
    }

    Answer.Measured flow(int messages) throws Exception {
        beginConsuming();
        Arrivals arrivals = new Arrivals(messages, 0, work.bodyBytes());
        handler.set(arrivals);
        Usage before = Usage.now();
        subject.publish(new Burst(messages, work));
        arrivals.await();
        return arrivals.end().since(before, messages);
    }

    Answer.Latencies pace(Order.Pace pace) throws Exception {
        beginConsuming();
        Paced load = new Paced(pace.perSecond(), pace.warmUpSeconds() + pace.seconds(), work);
        long countsFrom = load.began() + TimeUnit.SECONDS.toNanos(pace.warmUpSeconds());
        Punctuality punctuality = new Punctuality(load.messages(), countsFrom);
        handler.set(punctuality);
        subject.publish(load);
        return punctuality.await();
    }

    Answer.Rested rest() throws Exception {
        beginConsuming();
        return new Answer.Rested(Footprint.now());
    }

    void close() throws Exception {
        try {
            if (backlog != null) {
                // Publishing has failed: nobody will consume it, and whoever waits before a handler could not end.
                backlog.release();
            }
            if (consumer != null) {
                consumer.end();
            }
        } finally {
            subject.close();
        }
    }

    /** Unless it does so already; returns when all of its handlers have found their places. */
    private void beginConsuming() throws Exception {
        if (consumer == null) {
            Paced load = new Paced(FIRST, work.consumers() == 1 ? 1 : SETTLING_SECONDS, work);
            Arrivals arrivals = new Arrivals(load.messages(), 0, work.bodyBytes());
            handler.set(arrivals);
            consumer = subject.consume(handler);
            subject.publish(load);
            arrivals.await();
        }
    }
}
