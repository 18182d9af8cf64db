package dev.crossdock.conformance;

/**
 * Does to a broker what life does. A harness that cannot do a thing throws {@link UnsupportedOperationException}; the
 * scenario ends as {@link Outcome#UNKNOWN} then.
 *
 * <p>Each method returns when the thing is done and can be seen from outside: a broker that was started answers, one that
 * was stopped or killed does not. Addresses and what is stored outlive a stop and a kill.
 */
public interface BrokerControl {
    /** Breaks all connections of clients; the broker and what it holds stay. */
    void dropConnections();

    /** Makes the broker answer nothing until {@link #resume()}. */
    void pause();

    /** Lets it answer again. */
    void resume();

    /** Ends the broker without a warning, as a power cut does to the process. */
    default void kill() {
        throw new UnsupportedOperationException("this broker cannot be killed");
    }

    /** Asks the broker to end, and waits until it has. */
    default void stop() {
        throw new UnsupportedOperationException("this broker cannot be stopped");
    }

    /**
     * Lets the broker run out of what it needs to take messages, or say that it has: memory, disk, a quota. What it has is
     * still handed out.
     *
     * @param topic where messages are sent meanwhile; others may be hit as well
     */
    default void exhaust(String topic) {
        throw new UnsupportedOperationException("this broker cannot be exhausted");
    }

    /** Lets it have enough again. */
    default void relieve(String topic) {
        throw new UnsupportedOperationException("this broker cannot be exhausted");
    }

    /** Starts a broker that was stopped or killed, at the same address and on the same data. */
    default void start() {
        throw new UnsupportedOperationException("this broker cannot be started");
    }
}
