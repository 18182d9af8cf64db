package dev.crossdock.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * What one subject reached.
 *
 * @param subject {@link #NATIVE}, {@link #CROSSDOCK}, or a peer
 * @param metric a {@link Metric#word()}
 */
public record Result(
        @JsonUnwrapped Conditions conditions,
        String subject,
        String metric,
        @JsonUnwrapped Spread spread,
        String unit) {
    /** The bare client. */
    public static final String NATIVE = "native";

    /** This library. */
    public static final String CROSSDOCK = "crossdock";
}
