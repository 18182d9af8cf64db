package dev.crossdock.messaging.spi;

/** Is told how each message of a {@link Transport#send} ended: one call per index. Thread-safe; does not block for long. */
public interface SendListener {
    /** The broker has stored it. */
    void confirmed(int index);

    /** It was not stored and never will be. */
    void rejected(int index, Throwable cause);

    /** It may or may not have been stored. */
    void unknown(int index, Throwable cause);
}
