package dev.crossdock.benchmarks.report;

import dev.crossdock.benchmarks.subject.Work;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A picture for each bound, of the ratios that it is about. */
final class Charts {
    private Charts() {}

    /** By the names of their files. */
    static Map<String, String> of(Results results) {
        Map<String, String> charts = new TreeMap<>();
        for (Bound bound : Bound.all()) {
            List<Chart.Bar> bars = new ArrayList<>();
            results.ratios().stream()
                    .filter(ratio -> bound.covers(ratio) && ratio.conditions().bodyBytes() == Summary.BODY)
                    .sorted(Comparator.comparing(Ratio::conditions, Conditions.ORDER)
                            .thenComparing(Ratio::vs))
                    .forEach(ratio -> bars.add(new Chart.Bar(
                            label(ratio, bound),
                            ratio.spread(),
                            bound.reachesFloor(ratio.spread().median()))));
            if (!bars.isEmpty()) {
                List<Chart.Mark> marks = List.of(
                        new Chart.Mark("floor " + bound.floor(), bound.floor()),
                        new Chart.Mark("goal " + bound.goal(), bound.goal()));
                String name = bound.metric() + "-" + bound.vs().toLowerCase(Locale.ROOT) + ".svg";
                charts.put(name, Chart.svg(bound.title() + ", 1 KiB", bars, marks));
            }
        }
        return charts;
    }

    private static String label(Ratio ratio, Bound bound) {
        Conditions conditions = ratio.conditions();
        return conditions.transport()
                + (bound.toPeers() ? " ÷ " + ratio.vs() : "")
                + (conditions.ordered() ? ", per key" : conditions.keyed() ? ", keys" : "")
                + ", " + conditions.consumers() + " at a time"
                + (conditions.prefetch() == Work.PREFETCH ? "" : ", prefetch " + conditions.prefetch());
    }
}
