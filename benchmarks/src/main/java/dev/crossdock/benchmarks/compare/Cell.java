package dev.crossdock.benchmarks.compare;

import dev.crossdock.benchmarks.report.Conditions;
import dev.crossdock.benchmarks.subject.Work;
import dev.crossdock.messaging.Ordering;

/**
 * One kind of work.
 *
 * @param bodyBytes how many bytes a body has
 * @param keyed whether messages have keys
 * @param ordered whether the order of each key is kept
 * @param consumers how many handlers run at a time
 * @param prefetch how many messages may be with a consumer
 */
record Cell(int bodyBytes, boolean keyed, boolean ordered, int consumers, int prefetch) {
    /** The library's default. */
    static final int DEFAULT_PREFETCH = 16;

    private static final int IN_FLIGHT = 1_000;

    /** As it is told in results. */
    Conditions conditions(String transport) {
        return new Conditions(
                transport, bodyBytes, consumers, ordered ? Ordering.PER_KEY : Ordering.UNORDERED, keyed, prefetch);
    }

    Work work(String topic) {
        return new Work(topic, bodyBytes, keyed, ordered, consumers, prefetch, IN_FLIGHT);
    }

    /** Short, unique among all cells, and possible in the name of a topic. */
    String slug() {
        return bodyBytes + (keyed ? "k" : "") + (ordered ? "o" : "") + "-" + consumers + "-" + prefetch;
    }

    @Override
    public String toString() {
        return String.format(
                "%,d bytes, %s%s, %d at a time, prefetch %d",
                bodyBytes,
                ordered ? "per key" : "unordered",
                keyed && !ordered ? " with keys" : "",
                consumers,
                prefetch);
    }
}
