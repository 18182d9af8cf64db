package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which attempts the deliveries said they were that handlers have begun by now. */
final class Begun {
    private Begun() {}

    /** Of all deliveries, one after the other. */
    static List<Integer> attempts(Stage stage) {
        return stage.history().events().stream()
                .filter(event -> event.kind() == Kind.START)
                .map(Event::attempt)
                .toList();
    }

    /** Of some deliveries, each number once. */
    static List<Integer> differentAttempts(Stage stage, Predicate<Event> which) {
        return stage.history().events().stream()
                .filter(event -> event.kind() == Kind.START && which.test(event))
                .map(Event::attempt)
                .distinct()
                .toList();
    }

    /** All that is known of those messages that have been begun more than once, and of whatever has no message; for people. */
    static String twice(Stage stage) {
        Set<String> once = new HashSet<>();
        Set<String> more = new HashSet<>();
        List<Event> events = stage.history().events();
        for (Event event : events) {
            if (event.kind() == Kind.START && !once.add(event.messageId())) {
                more.add(event.messageId());
            }
        }
        return events.stream()
                .filter(event -> event.messageId().isEmpty() || more.contains(event.messageId()))
                .map(Event::toString)
                .collect(Collectors.joining("\n", "\n", ""));
    }
}
