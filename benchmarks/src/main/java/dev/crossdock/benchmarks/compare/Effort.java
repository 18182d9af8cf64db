package dev.crossdock.benchmarks.compare;

/**
 * How long is measured.
 *
 * @param rounds how often each subject has its turn
 * @param stepSeconds how long a turn is to take, of the slower of publishing and consuming
 * @param paceRounds how often latency is measured; 0 for never
 * @param paceSeconds how long latency is measured at a time
 */
record Effort(int rounds, double stepSeconds, int paceRounds, int paceSeconds) {
    /** Throughput, latency, and what it takes. */
    static final Effort FULL = new Effort(11, 1, 7, 3);

    /** Throughput, and what it takes. */
    static final Effort QUICK = new Effort(9, 0.7, 0, 0);

    // A log keeps what it is given: what a step writes is bounded.
    private static final long MOST_BYTES = 256L << 20;
    private static final int FEWEST = 1_000;

    Effort withRounds(int other) {
        return new Effort(other, stepSeconds, paceRounds, paceSeconds);
    }

    /** How many messages make a step that is long enough. */
    int messages(double perSecond, int bodyBytes) {
        double most = Math.min(perSecond * stepSeconds, (double) MOST_BYTES / bodyBytes);
        return Math.max(FEWEST, (int) most / 100 * 100);
    }
}
