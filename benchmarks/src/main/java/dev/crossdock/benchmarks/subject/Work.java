package dev.crossdock.benchmarks.subject;

import java.io.Serializable;

/**
 * What all subjects do alike.
 *
 * @param topic the subject's own topic; names the group too
 * @param bodyBytes how many bytes a body has
 * @param keyed whether messages have keys, {@value #KEYS} different ones
 * @param ordered whether the consumer keeps the order of each key
 * @param consumers how many handlers run at a time
 * @param prefetch how many messages may be with the consumer and not settled, all handlers together
 * @param inFlight how many messages may have no answer of the broker's
 */
public record Work(
        String topic, int bodyBytes, boolean keyed, boolean ordered, int consumers, int prefetch, int inFlight)
        implements Serializable {
    /** How many keys there are. */
    public static final int KEYS = 1_000;

    /** The prefetch where the library's default is not what is looked at: the default of Kafka's client and of NATS's. */
    public static final int PREFETCH = 500;

    /** The content type that all send. */
    public static final String CONTENT_TYPE = "application/octet-stream";

    /** What is impossible is refused. */
    public Work {
        if (bodyBytes < Long.BYTES || consumers < 1 || prefetch < consumers || inFlight < 1 || (ordered && !keyed)) {
            throw new IllegalArgumentException("wanted a body of " + Long.BYTES
                    + " bytes or more, a consumer or more, a message for each, and keys for order; found " + this);
        }
    }

    /** What of the prefetch is one consumer's, if each has a share of its own. */
    public int share() {
        return Math.max(1, prefetch / consumers);
    }
}
