package dev.crossdock.benchmarks.worker;

import dev.crossdock.benchmarks.subject.CurrentHandler;
import dev.crossdock.benchmarks.subject.Subject;
import dev.crossdock.benchmarks.subject.Work;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** One subject at work. */
final class Bench {
    private static final int FIRST = 200;

    private final Subject subject;
    private final Work work;
    private final CurrentHandler handler = new CurrentHandler();

    Bench(Subject subject, Work work) {
        this.subject = subject;
        this.work = work;
    }

    Answer.Measured publish(int messages) throws Exception {
        Usage before = Usage.now();
        subject.publish(new Burst(messages, work));
        return Usage.now().since(before, messages);
    }

    Answer.Measured consume(int messages) throws Exception {
        Arrivals arrivals = new Arrivals(messages, work.bodyBytes());
        Subject.Consuming consumer = subject.consume(arrivals);
        try {
            arrivals.await();
        } finally {
            consumer.end();
        }
        return arrivals.measured();
    }

    Answer.Measured flow(int messages) throws Exception {
        return whileConsuming(() -> {
            Arrivals arrivals = new Arrivals(messages, work.bodyBytes());
            handler.set(arrivals);
            Usage before = Usage.now();
            subject.publish(new Burst(messages, work));
            arrivals.await();
            return arrivals.end().since(before, messages);
        });
    }

    Answer.Latencies pace(Order.Pace pace) throws Exception {
        return whileConsuming(() -> {
            Paced load = new Paced(pace.perSecond(), pace.warmUpSeconds() + pace.seconds(), work);
            long countsFrom = load.began() + TimeUnit.SECONDS.toNanos(pace.warmUpSeconds());
            Punctuality punctuality = new Punctuality(load.messages(), countsFrom);
            handler.set(punctuality);
            subject.publish(load);
            return punctuality.await();
        });
    }

    Answer.Rested rest() throws Exception {
        return whileConsuming(() -> new Answer.Rested(Footprint.now()));
    }

    void close() throws Exception {
        subject.close();
    }

    /** With a consumer that has found its place in the group: it has handled something. */
    private <T> T whileConsuming(Callable<T> step) throws Exception {
        Arrivals first = new Arrivals(FIRST, work.bodyBytes());
        handler.set(first);
        Subject.Consuming consumer = subject.consume(handler);
        try {
            subject.publish(new Burst(FIRST, work));
            first.await();
            return step.call();
        } finally {
            consumer.end();
        }
    }
}
