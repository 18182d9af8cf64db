package dev.crossdock.benchmarks.report;

/**
 * What one subject reached with one kind of work.
 *
 * @param subject {@code native}, {@code crossdock}, or a peer
 * @param metric a {@link Metric#word()}
 * @param ordering {@code UNORDERED} or {@code PER_KEY}
 * @param keyed whether the messages had keys
 */
public record Result(
        String transport,
        String subject,
        String metric,
        int bodyBytes,
        int consumers,
        String ordering,
        boolean keyed,
        int prefetch,
        double median,
        double min,
        double max,
        String unit) {}
