package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.Topic;
import java.util.HashSet;
import java.util.Set;

/** Which messages a group has handled by now. */
final class Handled {
    private Handled() {}

    /** The ids of those of a topic, each once however often it was handled. */
    static Set<String> ids(Stage stage, Topic<byte[]> topic, String group) {
        Set<String> ids = new HashSet<>();
        int unused = stage.history()
                .count(event -> event.kind() == Kind.OK
                        && event.group().equals(group)
                        && event.topic().equals(topic.name())
                        && ids.add(event.messageId()));
        return ids;
    }
}
