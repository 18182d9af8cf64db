package dev.crossdock.conformance.network;

/** Which way bytes go on a {@link Link}. */
public enum Direction {
    /** What clients say. */
    TO_BROKER,
    /** What the broker answers. */
    TO_CLIENTS
}
