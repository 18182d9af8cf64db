package dev.crossdock.conformance.history;

/** What an event says. */
public enum Kind {
    /** A publish begins. */
    PUBLISH,
    /** It was confirmed. */
    CONFIRMED,
    /** It was rejected: never to be delivered. */
    REJECTED,
    /** Its outcome is unknown. */
    UNKNOWN,
    /** A handler is entered. */
    START,
    /** A handler has accepted. */
    OK,
    /** A handler has failed, or asked for something else. */
    FAILED,
    /** An effect of a handler that the world can see. */
    EFFECT,
    /** A message has become a dead letter. */
    DEAD_LETTERED,
    /** A message was given up knowingly. */
    DISCARDED,
    /** A dead letter was sent back to its group. */
    REDRIVEN,
    /** Whoever sent it back died before its dead letter was surely gone: it may be redriven once more. */
    PERHAPS_DEAD,
    /** A message came again and was settled without its handler. */
    DUPLICATE,
    /** The broker has taken a message back from whoever had it. */
    LEASE_LOST,
    /** A member has lost its connection, or was killed; whatever it had comes again. */
    CRASHED,
    /** The broker, or the way to it, begins to be broken; what is being settled may come again. */
    FAULT_ON,
    /** It is whole again. */
    FAULT_OFF,
    /** The broker has died: what was settled and not noted for good comes again. */
    BROKER_DIED,
    /** A handler was left behind by the end of its member's time to close. */
    ABANDONED
}
