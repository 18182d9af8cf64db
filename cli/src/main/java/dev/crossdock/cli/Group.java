package dev.crossdock.cli;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.DeadLetters;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.Topic;
import picocli.CommandLine.Parameters;

/** Whose dead letters a command is about. */
final class Group {
    @Parameters(index = "0", paramLabel = "TOPIC", description = "The topic.")
    private String topic;

    @Parameters(index = "1", paramLabel = "GROUP", description = "The group that could not handle them.")
    private String group;

    @SuppressWarnings("NullAway.Init")
    Group() {}

    DeadLetters deadLetters(Messaging messaging) {
        return messaging.deadLetters(Topic.of(topic, Codec.bytes()), group);
    }

    @Override
    public String toString() {
        return topic + "/" + group;
    }
}
