package dev.crossdock.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The page about performance: its tables are written from results, everything around them by people. */
final class PerformancePage {
    private static final String BEGIN = "<!-- comparison: written from results, do not edit -->";
    private static final String END = "<!-- comparison: end -->";
    private static final Comparator<Ratio> ORDER = Comparator.comparing(Ratio::transport)
            .thenComparing(Ratio::bodyBytes)
            .thenComparing(Ratio::ordering, Comparator.reverseOrder())
            .thenComparing(Ratio::keyed)
            .thenComparing(Ratio::consumers)
            .thenComparing(Ratio::prefetch, Comparator.reverseOrder());

    private PerformancePage() {}

    /** The page with these results in place of those that it has. */
    static String with(String page, Results results) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("wanted a page with the lines " + BEGIN + " and " + END);
        }
        return page.substring(0, begin) + BEGIN + "\n\n" + written(results) + "\n" + page.substring(end);
    }

    private static String written(Results results) {
        StringBuilder text = new StringBuilder();
        text.append("Measured on: ")
                .append(results.machine())
                .append(". ")
                .append(results.java())
                .append(".\n");
        text.append("Brokers: ").append(listed(results.brokers())).append(".\n");
        text.append("Clients: ").append(listed(results.versions())).append(".\n\n");
        text.append(beside(results, "native", "### Beside the bare client"));
        peers(results).forEach(peer -> text.append(beside(results, peer, "### Beside " + peer)));
        text.append(order(results));
        if (!results.failures().isEmpty()) {
            text.append("### What could not be done\n\n");
            results.failures()
                    .forEach(failure -> text.append("- ")
                            .append(failure.lines().findFirst().orElse(""))
                            .append('\n'));
        }
        return text.toString();
    }

    private static String beside(Results results, String other, String title) {
        StringBuilder table = new StringBuilder(title).append("\n\n");
        table.append(
                        "| broker | body | order | at a time | prefetch | publish/s | consume/s | publish ÷ | consume ÷ | p99 |")
                .append(
                        " p99 ÷ | CPU µs | CPU above | bytes |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        List<Ratio> firsts = results.ratios().stream()
                .filter(ratio -> ratio.vs().equals(other) && ratio.metric().equals("publish"))
                .sorted(ORDER)
                .toList();
        for (Ratio cell : firsts) {
            table.append("| ")
                    .append(String.join(
                            " | ",
                            cell.transport(),
                            size(cell.bodyBytes()),
                            cell.ordering().equals("PER_KEY") ? "per key" : cell.keyed() ? "none, keys" : "none",
                            Integer.toString(cell.consumers()),
                            Integer.toString(cell.prefetch()),
                            both(results, cell, other, "publish"),
                            both(results, cell, other, "consume"),
                            ratio(results, cell, "publish"),
                            ratio(results, cell, "consume"),
                            both(results, cell, other, "p99"),
                            ratio(results, cell, "p99"),
                            both(results, cell, other, "cpu"),
                            ratio(results, cell, "cpu-above"),
                            both(results, cell, other, "alloc")))
                    .append(" |\n");
        }
        return table.append('\n').toString();
    }

    private static String order(Results results) {
        List<Ratio> firsts = results.ratios().stream()
                .filter(ratio ->
                        ratio.vs().equals("UNORDERED") && ratio.metric().equals("publish"))
                .sorted(ORDER)
                .toList();
        if (firsts.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder("### Order per key beside no order, of the same messages\n\n");
        table.append("| broker | body | at a time | publish ÷ | consume ÷ | CPU ÷ |\n|---|---|---|---|---|---|\n");
        for (Ratio cell : firsts) {
            table.append("| ")
                    .append(String.join(
                            " | ",
                            cell.transport(),
                            size(cell.bodyBytes()),
                            Integer.toString(cell.consumers()),
                            ratio(results, cell, "publish"),
                            ratio(results, cell, "consume"),
                            ratio(results, cell, "cpu")))
                    .append(" |\n");
        }
        return table.append('\n').toString();
    }

    /** The other's value and ours. */
    private static String both(Results results, Ratio cell, String other, String metric) {
        String theirs = value(results, cell, other, metric);
        String ours = value(results, cell, "crossdock", metric);
        return theirs.equals("–") && ours.equals("–") ? "–" : theirs + " → " + ours;
    }

    private static String value(Results results, Ratio cell, String subject, String metric) {
        return results.results().stream()
                .filter(result -> result.subject().equals(subject)
                        && result.metric().equals(metric)
                        && result.transport().equals(cell.transport())
                        && result.bodyBytes() == cell.bodyBytes()
                        && result.consumers() == cell.consumers()
                        && result.ordering().equals(cell.ordering())
                        && result.keyed() == cell.keyed()
                        && result.prefetch() == cell.prefetch())
                .map(result -> number(result.median()))
                .findFirst()
                .orElse("–");
    }

    private static String ratio(Results results, Ratio cell, String metric) {
        for (Ratio ratio : results.ratios()) {
            if (ratio.metric().equals(metric) && same(ratio, cell)) {
                String shown = String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", ratio.median(), ratio.min(), ratio.max());
                boolean good = Bound.all().stream()
                        .filter(bound -> bound.covers(ratio))
                        .allMatch(bound -> bound.reachesFloor(ratio.median()));
                return good ? shown : "**" + shown + "**";
            }
        }
        return "–";
    }

    private static boolean same(Ratio one, Ratio other) {
        return one.vs().equals(other.vs()) && ORDER.compare(one, other) == 0;
    }

    /** Names of peers that have results. */
    static List<String> peers(Results results) {
        return results.ratios().stream()
                .map(Ratio::vs)
                .filter(vs -> !vs.equals("native") && !vs.equals("UNORDERED"))
                .distinct()
                .sorted()
                .toList();
    }

    /** Pictures by the names of their files. */
    static Map<String, String> charts(Results results) {
        Map<String, String> charts = new TreeMap<>();
        for (Bound bound : Bound.all()) {
            List<Chart.Bar> bars = new ArrayList<>();
            results.ratios().stream()
                    .filter(ratio -> bound.covers(ratio) && ratio.bodyBytes() == 1_024)
                    .sorted(ORDER.thenComparing(Ratio::vs))
                    .forEach(ratio -> bars.add(new Chart.Bar(
                            label(ratio, bound),
                            new Spread(ratio.median(), ratio.min(), ratio.max()),
                            bound.reachesFloor(ratio.median()))));
            if (!bars.isEmpty()) {
                charts.put(
                        bound.metric() + "-" + bound.vs().toLowerCase(Locale.ROOT) + ".svg",
                        Chart.svg(
                                title(bound),
                                bars,
                                List.of(
                                        new Chart.Mark("floor " + bound.floor(), bound.floor()),
                                        new Chart.Mark("goal " + bound.goal(), bound.goal()))));
            }
        }
        return charts;
    }

    private static String title(Bound bound) {
        return switch (bound.metric()) {
            case "cpu-above" -> "CPU per message above the bare client, µs, 1 KiB";
            case "p99" -> "End to end, 99 of 100, ÷ the bare client's, 1 KiB";
            default ->
                bound.metric() + " ÷ " + (bound.vs().equals("native") ? "the bare client" : bound.vs()) + ", 1 KiB";
        };
    }

    private static String label(Ratio ratio, Bound bound) {
        return ratio.transport()
                + (bound.vs().equals(Bound.PEER) ? " ÷ " + ratio.vs() : "")
                + (ratio.ordering().equals("PER_KEY") ? ", per key" : ratio.keyed() ? ", keys" : "")
                + ", " + ratio.consumers() + " at a time"
                + (ratio.prefetch() == 256 ? "" : ", prefetch " + ratio.prefetch());
    }

    private static String size(int bytes) {
        return bytes % 1_024 == 0 ? bytes / 1_024 + " KiB" : bytes + " B";
    }

    private static String number(double value) {
        return value < 100 ? String.format(Locale.ROOT, "%.1f", value) : String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String listed(Map<String, String> versions) {
        return versions.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
