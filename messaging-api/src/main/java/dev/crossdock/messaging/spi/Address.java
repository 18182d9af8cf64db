package dev.crossdock.messaging.spi;

import java.time.Duration;

/** Where messages are sent to and read from. Values; a transport maps them to native names, injectively. */
public sealed interface Address {
    /** Gives a copy to every inbox of the topic. */
    record Topic(String name) implements Address {}

    /** What can be read. */
    sealed interface Queue extends Address {}

    /** What one group reads: everything sent to its topic, and what is sent to it alone. */
    record Inbox(String topic, String group) implements Queue {}

    /** Where what a group could not handle is kept. Provisioned so that nothing in it expires before a person saw it. */
    record DeadLetters(String topic, String group) implements Queue {}

    /**
     * Where messages wait that the broker cannot delay on their way to the target: all in one lane wait equally long,
     * so the first is due first; or each as long as {@link Capabilities#maxLaneDelay()} allows, hidden by the broker.
     * Each lane has one target, a topic or an inbox, to which the engine moves what is due.
     */
    record DelayLane(Address target, Duration delay) implements Queue {}
}
