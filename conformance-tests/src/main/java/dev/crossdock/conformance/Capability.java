package dev.crossdock.conformance;

/** What a transport, with the engine's help, may or may not be able to do. */
public enum Capability {
    /** Publishing many messages in one call, with a result for each. */
    BATCH,
    /** Order per key. */
    ORDER,
    /** A new group that starts with what the topic still holds. */
    REPLAY,
    /** A message that is delivered later. */
    DELAY,
    /** Sending a dead letter back to its group. */
    REDRIVE,
    /** A retry after a delay. */
    RETRY_DELAY,
    /** A number that says how often a message was delivered. */
    ATTEMPTS
}
