package dev.crossdock.benchmarks.report;

/**
 * What Crossdock's value is to another's, round by round.
 *
 * @param metric a {@link Metric#word()}; {@code cpu-above} is not a ratio but microseconds per message more than {@code vs}
 * @param vs a subject, or {@code UNORDERED} for the same messages without order
 */
public record Ratio(
        String transport,
        String metric,
        int bodyBytes,
        int consumers,
        String ordering,
        boolean keyed,
        int prefetch,
        String vs,
        double median,
        double min,
        double max) {}
