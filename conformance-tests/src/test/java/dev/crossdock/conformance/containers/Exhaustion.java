package dev.crossdock.conformance.containers;

/** How a broker is made to run out of what it needs to take messages. */
public interface Exhaustion {
    /** Lets it run out, for this topic at least. */
    void begin(String topic);

    /** Lets it have enough again. */
    void end(String topic);
}
