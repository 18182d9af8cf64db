package dev.crossdock.benchmarks;

import java.io.IOException;

/** One way to use a broker: the bare client, or this library. It has a topic and a group of its own, which are there. */
interface Contender extends AutoCloseable {
    /** Publishes one by one from one thread, with a bound on what has no answer, and waits for the last one. */
    void publishEach() throws Exception;

    /** Publishes batches from one thread, and waits for all answers of each before the next. */
    void publishBatches() throws Exception;

    /** Consumes what a publish has left with one consumer, which settles explicitly; tells how long it took. */
    Drained drain() throws Exception;

    @Override
    void close() throws IOException;
}
