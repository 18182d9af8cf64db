package dev.crossdock.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Ordering;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void aBrokerHasOneLineOfItsRowsOfOneSize() {
        String table = summaryOf(
                ratio(1_024, 1, "native", 0.9),
                ratio(1_024, 8, "native", 1.1),
                ratio(1_024, 16, "native", 1.2),
                ratio(100, 1, "native", 0.2),
                ratio(1_024, 1, "smallrye", 3),
                ratio(1_024, 1, Ratio.UNORDERED, 0.7));

        assertThat(table)
                .contains("| kafka | 1.10 (0.90–1.20) | – | – | – | – | 3.00 (3.00–3.00) | – |")
                .doesNotContain("0.20");
    }

    @Test
    void aBrokerWhoseRowInTheMiddleIsBelowTheFloorStandsOut() {
        assertThat(summaryOf(ratio(1_024, 1, "native", 0.8), ratio(1_024, 8, "native", 0.88)))
                .contains("| kafka | **0.84 (0.80–0.88)** |");
    }

    private static String summaryOf(Ratio... ratios) {
        return new Summary(new Results(
                        "a machine", "a JDK", Map.of("kafka", "4"), Map.of(), List.of(), List.of(ratios), List.of()))
                .table();
    }

    private static Ratio ratio(int body, int consumers, String vs, double median) {
        Conditions conditions = new Conditions("kafka", body, consumers, Ordering.PER_KEY, true, 500);
        return new Ratio(conditions, "publish", vs, new Spread(median, median, median));
    }
}
