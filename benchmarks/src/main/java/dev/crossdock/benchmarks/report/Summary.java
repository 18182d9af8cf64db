package dev.crossdock.benchmarks.report;

import java.util.List;
import java.util.function.Predicate;

/** What a reader wants to know first: one line for each broker, of its rows with bodies of 1 KiB. */
final class Summary {
    /** The size that most messages of services have, and floors are about. */
    static final int BODY = 1_024;

    private final Results results;

    Summary(Results results) {
        this.results = results;
    }

    String table() {
        StringBuilder table = new StringBuilder("""
                ### In short

                Bodies of 1 KiB: the row in the middle, and the lowest and the highest row of each broker.

                | broker | publish ÷ native | consume ÷ native | p99 ÷ native | CPU above, µs | consume, per key ÷ unordered |\
                 publish ÷ peers | consume ÷ peers |
                |---|---|---|---|---|---|---|---|
                """);
        for (String transport : results.brokers().keySet()) {
            table.append("| ")
                    .append(String.join(
                            " | ",
                            transport,
                            rows(transport, Metric.PUBLISH.word(), Summary::toNative),
                            rows(transport, Metric.CONSUME.word(), Summary::toNative),
                            rows(transport, Metric.P99.word(), Summary::toNative),
                            rows(transport, Ratio.CPU_ABOVE, Summary::toNative),
                            rows(
                                    transport,
                                    Metric.CONSUME.word(),
                                    ratio -> ratio.vs().equals(Ratio.UNORDERED)),
                            rows(transport, Metric.PUBLISH.word(), Ratio::toPeer),
                            rows(transport, Metric.CONSUME.word(), Ratio::toPeer)))
                    .append(" |\n");
        }
        return table.append('\n').toString();
    }

    private static boolean toNative(Ratio ratio) {
        return ratio.vs().equals(Result.NATIVE);
    }

    private String rows(String transport, String metric, Predicate<Ratio> those) {
        List<Ratio> rows = results.ratios().stream()
                .filter(ratio -> ratio.conditions().transport().equals(transport)
                        && ratio.conditions().bodyBytes() == BODY
                        && ratio.metric().equals(metric)
                        && those.test(ratio))
                .toList();
        if (rows.isEmpty()) {
            return Tables.NONE;
        }
        Spread medians =
                Spread.of(rows.stream().map(ratio -> ratio.spread().median()).toList());
        return Tables.shown(
                new Ratio(rows.get(0).conditions(), metric, rows.get(0).vs(), medians));
    }
}
