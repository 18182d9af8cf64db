package dev.crossdock.benchmarks.compare;

/** How long is measured. */
enum Effort {
    /** Throughput, latency, and what it takes. */
    FULL(5, 1, 3, 5),
    /** Throughput, and what it takes. */
    QUICK(5, 0.7, 0, 0);

    // A log keeps what it is given: what a step writes is bounded.
    private static final long MOST_BYTES = 256L << 20;
    private static final int FEWEST = 1_000;

    private final int rounds;
    private final double stepSeconds;
    private final int paceRounds;
    private final int paceSeconds;

    Effort(int rounds, double stepSeconds, int paceRounds, int paceSeconds) {
        this.rounds = rounds;
        this.stepSeconds = stepSeconds;
        this.paceRounds = paceRounds;
        this.paceSeconds = paceSeconds;
    }

    /** How often each subject has its turn. */
    int rounds() {
        return rounds;
    }

    /** How often latency is measured; 0 for never. */
    int paceRounds() {
        return paceRounds;
    }

    /** How long latency is measured at a time. */
    int paceSeconds() {
        return paceSeconds;
    }

    /** How many messages make a step that is long enough. */
    int messages(double perSecond, int bodyBytes) {
        double most = Math.min(perSecond * stepSeconds, (double) MOST_BYTES / bodyBytes);
        return Math.max(FEWEST, (int) most / 100 * 100);
    }
}
