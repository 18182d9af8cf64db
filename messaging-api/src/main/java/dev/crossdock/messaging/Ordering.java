package dev.crossdock.messaging;

/** What a consumer asks for about the order of messages. */
public enum Ordering {
    /** No order; a message that is retried is overtaken by the ones behind it. The default. */
    UNORDERED,
    /**
     * Messages of one key are handled one at a time, in the order in which they were published, across all instances of
     * the group; a failing message holds its key, and only its key, until it is handled or a dead letter. Messages
     * without a key have no order. A dead letter leaves a gap and lets its key go on; what is redriven has no order.
     */
    PER_KEY
}
