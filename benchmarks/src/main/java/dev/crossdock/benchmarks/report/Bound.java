package dev.crossdock.benchmarks.report;

import java.util.List;

/**
 * What a ratio has to reach, and what it should.
 *
 * @param metric of the ratio
 * @param vs what it is a ratio to; {@code peer} stands for each of them
 * @param floor what is not reached by defects only
 * @param goal what is aimed at
 * @param atLeast whether more is better
 */
record Bound(String metric, String vs, double floor, double goal, boolean atLeast) {
    private static final String PEER = "peer";
    private static final String PUBLISH = Metric.PUBLISH.word();
    private static final String CONSUME = Metric.CONSUME.word();

    private static final List<Bound> ALL = List.of(
            new Bound(PUBLISH, Result.NATIVE, 0.90, 0.97, true),
            new Bound(CONSUME, Result.NATIVE, 0.90, 0.97, true),
            new Bound(Metric.P99.word(), Result.NATIVE, 1.25, 1.05, false),
            new Bound(Ratio.CPU_ABOVE, Result.NATIVE, 2, 1, false),
            new Bound(PUBLISH, PEER, 1, 1.5, true),
            new Bound(CONSUME, PEER, 1, 1.5, true),
            new Bound(PUBLISH, Ratio.UNORDERED, 0.80, 0.95, true),
            new Bound(CONSUME, Ratio.UNORDERED, 0.80, 0.95, true));

    static List<Bound> all() {
        return ALL;
    }

    /** Whether all that cover it are reached. */
    static boolean reached(Ratio ratio) {
        return ALL.stream()
                .filter(bound -> bound.covers(ratio))
                .allMatch(bound -> bound.reachesFloor(ratio.spread().median()));
    }

    boolean toPeers() {
        return vs.equals(PEER);
    }

    /** Whether it is about that ratio. */
    boolean covers(Ratio ratio) {
        return ratio.metric().equals(metric)
                && (toPeers() ? ratio.toPeer() : ratio.vs().equals(vs));
    }

    boolean reachesFloor(double value) {
        return atLeast ? value >= floor : value <= floor;
    }

    /** For people. */
    String title() {
        if (metric.equals(Ratio.CPU_ABOVE)) {
            return "CPU per message above the bare client, µs";
        }
        String measured = metric.equals(Metric.P99.word()) ? "End to end, 99 of 100" : metric;
        return measured + " ÷ " + (vs.equals(Result.NATIVE) ? "the bare client" : vs);
    }
}
