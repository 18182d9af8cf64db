package dev.crossdock.benchmarks.report;

/** What is measured of each subject. */
public enum Metric {
    /** Messages per second that were published and confirmed. */
    PUBLISH("publish", "messages/s", true),
    /** Messages per second of a backlog that were handled and settled. */
    CONSUME("consume", "messages/s", true),
    /** Messages per second through both at once. */
    FLOW("flow", "messages/s", true),
    /** Microseconds from when a message was due to its handler, at half the rate that the bare client reaches. */
    P50("p50", "µs", false),
    /** The same, of all but one in a hundred. */
    P99("p99", "µs", false),
    /** The same, of all but one in a thousand. */
    P999("p99.9", "µs", false),
    /** CPU of the process for a message that is published, and for one that is consumed, together. */
    CPU("cpu", "µs/message", false),
    /** The part of publishing. */
    PUBLISH_CPU("cpu-publish", "µs/message", false),
    /** The part of consuming. */
    CONSUME_CPU("cpu-consume", "µs/message", false),
    /** What is allocated for a message that is published, and for one that is consumed, together. */
    ALLOC("alloc", "bytes/message", false),
    /** The part of publishing. */
    PUBLISH_ALLOC("alloc-publish", "bytes/message", false),
    /** The part of consuming. */
    CONSUME_ALLOC("alloc-consume", "bytes/message", false),
    /** Memory in use of an idle publisher and consumer. */
    HEAP("heap", "bytes", false),
    /** Their threads. */
    THREADS("threads", "threads", false),
    /** Their sockets. */
    SOCKETS("sockets", "sockets", false);

    private final String word;
    private final String unit;
    private final boolean moreIsBetter;

    Metric(String word, String unit, boolean moreIsBetter) {
        this.word = word;
        this.unit = unit;
        this.moreIsBetter = moreIsBetter;
    }

    /** As it is called in files. */
    public String word() {
        return word;
    }

    /** In what it is measured. */
    public String unit() {
        return unit;
    }

    /** Whether a greater value is a better one. */
    public boolean moreIsBetter() {
        return moreIsBetter;
    }
}
