package dev.crossdock.conformance.report;

import dev.crossdock.conformance.Outcome;
import dev.crossdock.conformance.soak.SoakResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The page about reliability: its tables are written by soaks, everything around them by people. */
final class ReliabilityPage {
    private static final String BEGIN = "<!-- soaks: written by the last run of each, do not edit -->";
    private static final String END = "<!-- soaks: end -->";
    private static final String NUMBERS = """
            | mode | broker | outcome | confirmed | unknown | rejected | deliveries | broker kills | consumer kills | cuts \
            | handled again | consumes again after, median | at worst | minutes | seed |
            |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
            """;

    private ReliabilityPage() {}

    /** The page with the rows of these results; rows of other modes stay. */
    static String with(String page, List<SoakResult> results) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("wanted a page with the lines " + BEGIN + " and " + END);
        }
        Map<String, String> rows = new TreeMap<>();
        for (String line : page.substring(begin, end).lines().toList()) {
            if (line.startsWith("| ") && !line.startsWith("| mode |")) {
                rows.put(line.split("\\|", -1)[1].strip(), line);
            }
        }
        results.forEach(result -> rows.put(result.mode(), row(result)));
        return page.substring(0, begin) + BEGIN + "\n\n" + NUMBERS + String.join("\n", rows.values()) + "\n\n"
                + page.substring(end);
    }

    private static String row(SoakResult result) {
        return "| "
                + String.join(
                        " | ",
                        result.mode(),
                        result.broker(),
                        result.outcome() == Outcome.PASS
                                ? "PASS"
                                : result.outcome().word(),
                        Integer.toString(result.confirmed()),
                        Integer.toString(result.unknown()),
                        Integer.toString(result.rejected()),
                        Integer.toString(result.deliveries()),
                        Integer.toString(result.brokerKills()),
                        Integer.toString(result.consumerKills()),
                        Integer.toString(result.cuts()),
                        again(result.again()),
                        seconds(result.resumedMedianMillis()),
                        seconds(result.resumedWorstMillis()),
                        Long.toString((result.seconds() + 30) / 60),
                        Long.toString(result.plan().seed()))
                + " |";
    }

    private static String again(Map<String, Integer> byGroup) {
        return String.join(
                ", ",
                byGroup.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .toList());
    }

    private static String seconds(long millis) {
        return millis < 0 ? "–" : String.format(java.util.Locale.ROOT, "%.1f s", millis / 1_000.0);
    }
}
