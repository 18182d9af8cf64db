package dev.crossdock.conformance.soak;

/** What a soak does to whom. */
public enum Blow {
    /** The broker dies as in a power cut and is started again. */
    BROKER_KILL,
    /** The broker answers nothing for a while. */
    BROKER_PAUSE,
    /** A consumer's process dies with handlers at work, and another one takes its place. */
    CONSUMER_KILL,
    /** A consumer's process is stopped with handlers at work, for longer than a lease, and goes on. */
    CONSUMER_FREEZE,
    /** A consumer's process is asked to end, and another one takes its place. */
    CONSUMER_REPLACE,
    /** All connections are reset at once. */
    LINK_RESET,
    /** There is no way to the broker for a while. */
    LINK_CUT,
    /** Nothing comes through to the broker for a while, and nobody is told; then the connections are reset. */
    LINK_HOLD_REQUESTS,
    /** The same for what the broker says. */
    LINK_HOLD_ANSWERS,
    /** A connection breaks after so many more bytes to the broker. */
    LINK_BREAK_REQUEST,
    /** A connection breaks after so many more bytes from the broker. */
    LINK_BREAK_ANSWER,
    /** A part of the dead letters of a group is sent back. */
    REDRIVE;

    boolean isOfTheLink() {
        return name().startsWith("LINK_");
    }
}
