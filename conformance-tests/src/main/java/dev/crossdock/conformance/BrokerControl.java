package dev.crossdock.conformance;

/** Does to a broker what life does. A harness that cannot do a thing throws {@link UnsupportedOperationException}. */
public interface BrokerControl {
    /** Breaks all connections of clients; the broker and what it holds stay. */
    void dropConnections();

    /** Makes the broker answer nothing until {@link #resume()}. */
    void pause();

    /** Lets it answer again. */
    void resume();
}
