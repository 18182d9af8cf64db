package dev.crossdock.benchmarks.report;

/**
 * What one subject reached.
 *
 * @param subject {@link #NATIVE}, {@link #CROSSDOCK}, or a peer
 * @param metric a {@link Metric#word()}
 */
public record Result(Conditions conditions, String subject, String metric, Spread spread, String unit) {
    /** The bare client. */
    public static final String NATIVE = "native";

    /** This library. */
    public static final String CROSSDOCK = "crossdock";
}
