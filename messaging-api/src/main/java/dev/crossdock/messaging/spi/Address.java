package dev.crossdock.messaging.spi;

import java.time.Duration;

/** Where messages are sent to and read from. Values; a transport maps them to native names, injectively. */
public sealed interface Address {
    /** For people, to be put behind an article: {@code inbox of group 'billing' on topic 'orders'}. */
    String inWords();

    /** Gives a copy to every inbox of the topic. */
    record Topic(String name) implements Address {
        @Override
        public String inWords() {
            return "topic '" + name + "'";
        }
    }

    /** What can be read. */
    sealed interface Queue extends Address {}

    /** What one group reads: everything sent to its topic, and what is sent to it alone. */
    record Inbox(String topic, String group) implements Queue {
        @Override
        public String inWords() {
            return "inbox of group '" + group + "' on topic '" + topic + "'";
        }
    }

    /** Where what a group could not handle is kept. Provisioned so that nothing in it expires before a person saw it. */
    record DeadLetters(String topic, String group) implements Queue {
        @Override
        public String inWords() {
            return "dead letters of group '" + group + "' on topic '" + topic + "'";
        }
    }

    /**
     * Where messages wait that the broker cannot delay on their way to the target: all in one lane wait equally long,
     * so the first is due first; or each as long as {@link Capabilities#maxLaneDelay()} allows, hidden by the broker.
     * Each lane has one target, a topic or an inbox, to which the engine moves what is due.
     */
    record DelayLane(Address target, Duration delay) implements Queue {
        @Override
        public String inWords() {
            return "delay lane of " + delay + " to the " + target.inWords();
        }
    }
}
