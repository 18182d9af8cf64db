package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.Kind;
import java.util.List;
import java.util.function.Predicate;

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
}
