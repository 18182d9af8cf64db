package dev.crossdock.benchmarks;

/**
 * What both sides do, with the same settings.
 *
 * @param messages how many messages each step sends, and then drains
 * @param inFlight how many may be without the broker's answer at a time
 * @param prefetch how many the consumer has in hand at most
 */
record Workload(int messages, int inFlight, int prefetch) {
    /** How many messages a batch has whose answers are waited for together. */
    static final int BATCH = 100;

    /** How many bytes a message has. */
    static final int BODY = 1_024;

    /** One body; it is never changed, so that nobody has to make a kilobyte for each message. */
    private static final byte[] SHARED = new byte[BODY];

    /** What a message consists of. */
    byte[] body() {
        return SHARED;
    }
}
