package dev.crossdock.benchmarks.compare;

import dev.crossdock.benchmarks.report.Conditions;
import dev.crossdock.benchmarks.subject.Work;
import dev.crossdock.messaging.Ordering;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern SLUG = Pattern.compile("(\\d{1,8})(k?)(o?)-(\\d{1,4})-(\\d{1,6})");

    /** The one of a {@link #slug}. */
    static Cell parse(String slug) {
        Matcher read = SLUG.matcher(slug);
        if (!read.matches()) {
            throw new IllegalArgumentException(
                    "wanted <bytes>[k][o]-<consumers>-<prefetch>, with k for messages with keys"
                            + " and o for their order, found '" + slug + "'");
        }
        return new Cell(
                Integer.parseInt(read.group(1)),
                !read.group(2).isEmpty(),
                !read.group(3).isEmpty(),
                Integer.parseInt(read.group(4)),
                Integer.parseInt(read.group(5)));
    }

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
