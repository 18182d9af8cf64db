package dev.crossdock.benchmarks.worker;

import dev.crossdock.benchmarks.subject.Broker;
import dev.crossdock.benchmarks.subject.Work;
import java.io.Serializable;

/** What a worker is told to do next. */
public sealed interface Order extends Serializable {
    /** Opens the subject for this work, after closing the one before; answered with {@link Answer.Done}. */
    record Open(Broker broker, Work work) implements Order {}

    /** Publishes so many messages, which wait for {@link Consume}; answered with {@link Answer.Measured}. */
    record Publish(int messages) implements Order {}

    /** Consumes what was published last; answered with {@link Answer.Measured}, without what was in hand before. */
    record Consume() implements Order {}

    /** Publishes so many while they are consumed; answered with {@link Answer.Measured}. */
    record Flow(int messages) implements Order {}

    /**
     * Publishes at a steady pace, whatever the answers, while all is consumed; answered with {@link Answer.Latencies}.
     *
     * @param warmUpSeconds how long it goes on before anything counts
     */
    record Pace(int perSecond, int warmUpSeconds, int seconds) implements Order {}

    /** Tells what an idle consumer with its publisher takes; answered with {@link Answer.Rested}. */
    record Rest() implements Order {}

    /** Closes everything and ends the process; not answered. */
    record End() implements Order {}
}
