package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Numbers that are read from what happened. */
final class Figures {
    private Figures() {}

    /** How many messages were handled well more than once, by group. */
    static Map<String, Integer> handledAgain(List<Event> history) {
        Map<String, Set<String>> once = new HashMap<>();
        Map<String, Set<String>> again = new HashMap<>();
        for (Event event : history) {
            if (event.kind() == Kind.OK) {
                Set<String> ofGroup = once.computeIfAbsent(event.group(), unused -> new HashSet<>());
                again.computeIfAbsent(event.group(), unused -> new HashSet<>());
                if (!ofGroup.add(event.messageId())) {
                    again.get(event.group()).add(event.messageId());
                }
            }
        }
        Map<String, Integer> counts = new TreeMap<>();
        again.forEach((group, ids) -> counts.put(group, ids.size()));
        return counts;
    }

    /** The times until each group consumed again after the broker had been killed, sorted. */
    static List<Long> resumed(List<Witnessed> faults) {
        List<Long> millis = new ArrayList<>();
        for (Witnessed witnessed : faults) {
            if (witnessed.fault().blow() == Blow.BROKER_KILL) {
                millis.addAll(witnessed.resumedMillis().values());
            }
        }
        Collections.sort(millis);
        return millis;
    }

    /** How many faults of a kind were seen. */
    static int seen(List<Witnessed> faults, Predicate<Blow> which) {
        return (int) faults.stream()
                .filter(witnessed ->
                        witnessed.seen() && which.test(witnessed.fault().blow()))
                .count();
    }
}
