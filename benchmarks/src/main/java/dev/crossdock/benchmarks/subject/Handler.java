package dev.crossdock.benchmarks.subject;

/** What becomes of each message. Thread-safe. */
@FunctionalInterface
public interface Handler {
    /** Handles a body; returning accepts the message. */
    void handle(byte[] body);
}
