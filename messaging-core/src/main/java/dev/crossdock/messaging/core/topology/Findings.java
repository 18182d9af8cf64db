package dev.crossdock.messaging.core.topology;

import dev.crossdock.messaging.TopologyFinding;
import dev.crossdock.messaging.TopologyFinding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects findings; what holds for several things is said once. Not thread-safe. */
final class Findings {
    private static final int NAMED = 3;

    private final Map<Said, List<String>> all = new LinkedHashMap<>();

    private record Said(Severity severity, String code, String text) {}

    void error(String code, String about, String text) {
        add(Severity.ERROR, code, about, text);
    }

    void warning(String code, String about, String text) {
        add(Severity.WARNING, code, about, text);
    }

    void note(String code, String about, String text) {
        add(Severity.NOTE, code, about, text);
    }

    /** The worst first. */
    List<TopologyFinding> list() {
        List<TopologyFinding> list = new ArrayList<>();
        all.forEach((said, abouts) ->
                list.add(new TopologyFinding(said.severity(), said.code(), together(abouts), said.text())));
        list.sort(Comparator.comparing(TopologyFinding::severity));
        return List.copyOf(list);
    }

    private void add(Severity severity, String code, String about, String text) {
        all.computeIfAbsent(new Said(severity, code, text), none -> new ArrayList<>())
                .add(about);
    }

    private static String together(List<String> abouts) {
        String named = String.join(", ", abouts.subList(0, Math.min(NAMED, abouts.size())));
        return abouts.size() <= NAMED ? named : named + " and " + (abouts.size() - NAMED) + " more";
    }
}
