package dev.crossdock.benchmarks.report;

import java.util.Map;
import java.util.stream.Collectors;

/** The page about performance: its tables are written from results, everything around them by people. */
final class PerformancePage {
    private static final String BEGIN = "<!-- comparison: written from results, do not edit -->";
    private static final String END = "<!-- comparison: end -->";

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
        Tables tables = new Tables(results);
        StringBuilder text = new StringBuilder("Measured on: %s. %s.%nBrokers: %s.%nClients: %s.%n%n"
                .formatted(results.machine(), results.java(), listed(results.brokers()), listed(results.versions())));
        text.append(new Summary(results).table());
        text.append(tables.beside(Result.NATIVE, "Beside the bare client"));
        results.peers().forEach(peer -> text.append(tables.beside(peer, "Beside " + peer)));
        text.append(tables.order());
        if (!results.failures().isEmpty()) {
            text.append("### What could not be done\n\n");
            results.failures()
                    .forEach(failure -> text.append("- ")
                            .append(failure.lines().findFirst().orElse(""))
                            .append('\n'));
        }
        return text.toString();
    }

    private static String listed(Map<String, String> versions) {
        return versions.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
