package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.Kind;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which attempts the deliveries said they were that handlers have begun by now. */
final class Begun {
    private static final int MOST_LINES = 50;

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

    /** The first that is known of messages that were begun more than once, and what is about no message; for people. */
    static String twice(Stage stage) {
        List<Event> events = stage.history().events();
        Map<String, Long> begun = events.stream()
                .filter(event -> event.kind() == Kind.START)
                .collect(Collectors.groupingBy(Event::messageId, Collectors.counting()));
        return events.stream()
                .filter(event -> event.messageId().isEmpty() || begun.getOrDefault(event.messageId(), 0L) > 1)
                .limit(MOST_LINES)
                .map(Event::toString)
                .collect(Collectors.joining("\n", "\n", ""));
    }
}
