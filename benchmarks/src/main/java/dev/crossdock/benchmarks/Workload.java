package dev.crossdock.benchmarks;

/**
 * What both sides do, with the same settings.
 *
 * @param messages how many messages each step sends, and then drains
 * @param inFlight how many may be without the broker's answer at a time
 * @param prefetch how many the consumer has in hand at most
 * @param headers whether the bare client sends headers as the library does, or bodies alone
 */
record Workload(int messages, int inFlight, int prefetch, boolean headers) {
    /** How many messages a batch has whose answers are waited for together. */
    static final int BATCH = 100;

    /** What the library says of bytes. */
    static final String CONTENT_TYPE = "application/octet-stream";

    /** As long as any. */
    static final String PUBLISHED_AT = "2026-11-21T09:00:00.000Z";

    /** How many bytes a message has. */
    static final int BODY = 1_024;

    /** One body; it is never changed, so that nobody has to make a kilobyte for each message. */
    private static final byte[] SHARED = new byte[BODY];

    /** What a message consists of. */
    byte[] body() {
        return SHARED;
    }
}
