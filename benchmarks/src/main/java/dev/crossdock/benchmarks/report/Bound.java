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
    /** Of a subject that is neither the bare client nor this library. */
    static final String PEER = "peer";

    private static final List<Bound> ALL = List.of(
            new Bound("publish", "native", 0.90, 0.97, true),
            new Bound("consume", "native", 0.90, 0.97, true),
            new Bound("p99", "native", 1.25, 1.05, false),
            new Bound("cpu-above", "native", 2, 1, false),
            new Bound("publish", PEER, 1, 1.5, true),
            new Bound("consume", PEER, 1, 1.5, true),
            new Bound("publish", "UNORDERED", 0.80, 0.95, true),
            new Bound("consume", "UNORDERED", 0.80, 0.95, true));

    static List<Bound> all() {
        return ALL;
    }

    /** Whether it is about that ratio. */
    boolean covers(Ratio ratio) {
        boolean peer = !ratio.vs().equals("native") && !ratio.vs().equals("UNORDERED");
        return ratio.metric().equals(metric)
                && (vs.equals(PEER) ? peer : ratio.vs().equals(vs));
    }

    boolean reachesFloor(double value) {
        return atLeast ? value >= floor : value <= floor;
    }

    boolean reachesGoal(double value) {
        return atLeast ? value >= goal : value <= goal;
    }
}
