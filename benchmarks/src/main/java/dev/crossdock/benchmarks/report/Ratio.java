package dev.crossdock.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * What Crossdock's value is to another's, round by round.
 *
 * @param metric a {@link Metric#word()}, or {@link #CPU_ABOVE}
 * @param vs a subject, or {@link #UNORDERED}
 */
public record Ratio(
        @JsonUnwrapped Conditions conditions,
        String metric,
        String vs,
        @JsonUnwrapped Spread spread) {
    /** Not a ratio, but microseconds of CPU per message more than the other. */
    public static final String CPU_ABOVE = "cpu-above";

    /** Crossdock itself with the same messages, without order. */
    public static final String UNORDERED = "UNORDERED";

    /** Whether it is to neither the bare client nor this library. */
    boolean toPeer() {
        return !vs.equals(Result.NATIVE) && !vs.equals(UNORDERED);
    }
}
