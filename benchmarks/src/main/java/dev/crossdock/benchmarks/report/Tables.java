package dev.crossdock.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Tables of results: a row for whatever was measured with the same conditions. */
final class Tables {
    static final String NONE = "–";
    private static final String PUBLISH = Metric.PUBLISH.word();
    private static final String CONSUME = Metric.CONSUME.word();
    private static final String P99 = Metric.P99.word();
    private static final String CPU = Metric.CPU.word();

    private final Results results;

    Tables(Results results) {
        this.results = results;
    }

    /** Crossdock and one other. */
    String beside(String other, String title) {
        return table(
                other,
                title,
                "broker | body | order | at a time | prefetch | publish/s | consume/s | publish ÷ | consume ÷ | p99 |"
                        + " p99 ÷ | CPU µs | CPU above | bytes",
                row -> List.of(
                        row.transport(),
                        row.body(),
                        row.order(),
                        Integer.toString(row.consumers()),
                        Integer.toString(row.prefetch()),
                        both(row, other, PUBLISH),
                        both(row, other, CONSUME),
                        ratio(row, other, PUBLISH),
                        ratio(row, other, CONSUME),
                        both(row, other, P99),
                        ratio(row, other, P99),
                        both(row, other, CPU),
                        ratio(row, other, Ratio.CPU_ABOVE),
                        both(row, other, Metric.ALLOC.word())));
    }

    /** What order costs; nothing if it was not measured. */
    String order() {
        if (rows(Ratio.UNORDERED).isEmpty()) {
            return "";
        }
        return table(
                Ratio.UNORDERED,
                "Order per key beside no order, of the same messages",
                "broker | body | at a time | prefetch | publish ÷ | consume ÷ | CPU ÷",
                row -> List.of(
                        row.transport(),
                        row.body(),
                        Integer.toString(row.consumers()),
                        Integer.toString(row.prefetch()),
                        ratio(row, Ratio.UNORDERED, PUBLISH),
                        ratio(row, Ratio.UNORDERED, CONSUME),
                        ratio(row, Ratio.UNORDERED, CPU)));
    }

    private String table(String vs, String title, String head, Function<Conditions, List<String>> row) {
        StringBuilder table = new StringBuilder("### " + title + "\n\n| " + head + " |\n")
                .append("|---".repeat(head.split("\\|").length))
                .append("|\n");
        rows(vs).forEach(conditions -> table.append("| ")
                .append(String.join(" | ", row.apply(conditions)))
                .append(" |\n"));
        return table.append('\n').toString();
    }

    private List<Conditions> rows(String vs) {
        return results.ratios().stream()
                .filter(ratio -> ratio.vs().equals(vs) && ratio.metric().equals(PUBLISH))
                .map(Ratio::conditions)
                .sorted(Conditions.ORDER)
                .toList();
    }

    /** The other's value and ours. */
    private String both(Conditions row, String other, String metric) {
        String theirs = value(row, other, metric);
        String ours = value(row, Result.CROSSDOCK, metric);
        return theirs.equals(NONE) && ours.equals(NONE) ? NONE : theirs + " → " + ours;
    }

    private String value(Conditions row, String subject, String metric) {
        return results.results().stream()
                .filter(result -> result.subject().equals(subject)
                        && result.metric().equals(metric)
                        && result.conditions().equals(row))
                .map(result -> number(result.spread().median()))
                .findFirst()
                .orElse(NONE);
    }

    private String ratio(Conditions row, String vs, String metric) {
        return results.ratios().stream()
                .filter(ratio -> ratio.metric().equals(metric)
                        && ratio.vs().equals(vs)
                        && ratio.conditions().equals(row))
                .findFirst()
                .map(Tables::shown)
                .orElse(NONE);
    }

    /** Bold if it is below its floor. */
    static String shown(Ratio ratio) {
        Spread spread = ratio.spread();
        String shown = String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", spread.median(), spread.min(), spread.max());
        return Bound.reached(ratio) ? shown : "**" + shown + "**";
    }

    private static String number(double value) {
        return value < 100 ? String.format(Locale.ROOT, "%.1f", value) : String.format(Locale.ROOT, "%,.0f", value);
    }
}
