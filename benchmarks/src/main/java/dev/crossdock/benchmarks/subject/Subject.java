package dev.crossdock.benchmarks.subject;

/**
 * One way to use a broker: its own client, Crossdock, or a peer. It has a topic and a group of its own, which are there as
 * soon as it is; the group gets everything that is published from then on.
 *
 * <p>The guarantees are the same for all: a publish is done when the broker has confirmed that it keeps the message, and a
 * message is settled after its handler has returned. Whoever cannot give one of them does not implement this.
 */
public interface Subject {
    /**
     * Publishes what the load gives from the calling thread, with no more than {@link Work#inFlight()} messages without an
     * answer, and returns when all are confirmed.
     *
     * @throws Exception if one was not
     */
    void publish(Load load) throws Exception;

    /**
     * Begins to hand messages to a handler, {@link Work#consumers()} at a time, until what is returned is closed. Each is
     * settled explicitly after its handler has returned; what is not settled by then comes again.
     */
    Consuming consume(Handler handler) throws Exception;

    /** Closes all that was opened. */
    void close() throws Exception;

    /** A consumer at work. */
    interface Consuming {
        /** Returns when no handler runs any more. */
        void end() throws Exception;
    }

    /** Opens subjects. An implementation has a public constructor without parameters. */
    interface Provider {
        /** Makes topic and group, and connects. */
        Subject open(Broker broker, Work work) throws Exception;
    }
}
