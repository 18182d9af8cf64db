package dev.crossdock.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.Ordering;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class PerformancePageTest {
    private static final Conditions CONDITIONS = new Conditions("kafka", 1_024, 1, Ordering.UNORDERED, false, 256);

    @Test
    void theTablesReplaceThoseOfTheRunBeforeAndTheProseStays() throws Exception {
        String page = Files.readString(Path.of("../docs/performance.md"));
        String first = PerformancePage.with(page, results(0.95));
        String second = PerformancePage.with(first, results(0.97));

        assertThat(first).contains("| kafka | 1 KiB | none | 1 | 256 | 1,000 → 950 |", "0.95 (0.90–1.00)");
        assertThat(second)
                .contains("0.97 (0.90–1.00)")
                .doesNotContain("0.95 (0.90–1.00)")
                .contains("## Memory");
    }

    @Test
    void whatIsBelowItsFloorStandsOut() throws Exception {
        String page = Files.readString(Path.of("../docs/performance.md"));

        assertThat(PerformancePage.with(page, results(0.85))).contains("**0.85 (0.90–1.00)**");
        assertThat(PerformancePage.with(page, results(0.90))).doesNotContain("**0.90");
    }

    @Test
    void aPageWithoutAPlaceForTablesIsRefused() {
        assertThatThrownBy(() -> PerformancePage.with("# Page", results(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("comparison:");
    }

    @Test
    void aPictureIsWellFormedAndHasABarForEachRatio() throws Exception {
        Map<String, String> charts = Charts.of(results(0.85));

        assertThat(charts).containsOnlyKeys("publish-native.svg");
        String svg = charts.get("publish-native.svg");
        assertThat(svg).contains("kafka, 1 at a time", "floor 0.9", "goal 0.97", "0.85");
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static Results results(double ratio) {
        return new Results(
                "a machine",
                "a JDK",
                Map.of("kafka", "kafka:4"),
                Map.of("kafka-clients", "4"),
                List.of(result("native", 1_000), result("crossdock", 1_000 * ratio)),
                List.of(new Ratio(CONDITIONS, "publish", "native", new Spread(ratio, 0.9, 1))),
                List.of());
    }

    private static Result result(String subject, double value) {
        return new Result(CONDITIONS, subject, "publish", new Spread(value, value, value), "messages/s");
    }
}
