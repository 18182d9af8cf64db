package dev.crossdock.messaging;

/** What a consumer does with a message for which its retry policy, its handler or its codec asks for the dead letters. */
public enum OnExhausted {
    /** Stores it among the group's dead letters, then settles it. The default. */
    DEAD_LETTER,
    /** Stops: the message is not settled, the consumer pauses itself and health says so, until somebody resumes it. */
    STOP,
    /**
     * Settles it without a copy; observers get {@link MessagingEvent.Discarded}. The only way to lose a message, and it
     * has to be asked for.
     */
    DISCARD
}
