package dev.crossdock.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Ordering;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    Path directory;

    private Path page;

    @BeforeEach
    void aPageWithoutTables() throws Exception {
        page = directory.resolve("speed.md");
        Files.writeString(
                page, "<!-- comparison: written from results, do not edit -->\n<!-- comparison: end -->\nby hand\n");
    }

    @Test
    void figuresOfOneBrokerReplaceItsOldOnesAndLeaveThoseOfOthers() throws Exception {
        report("first", of("a machine", "kafka", 0.8), of("a machine", "nats", 0.95));

        report("second", of("a machine", "kafka", 0.93));

        Results kept = ResultsFile.read(directory.resolve("speed/results.json"));
        assertThat(kept.brokers()).containsOnlyKeys("kafka", "nats");
        assertThat(kept.ratios()).extracting(ratio -> ratio.spread().median()).containsExactlyInAnyOrder(0.95, 0.93);
        assertThat(kept.failures()).containsExactlyInAnyOrder("kafka, nobody could", "nats, nobody could");
        assertThat(Files.readString(page)).contains("0.93", "0.95", "by hand").doesNotContain("0.80");
        assertThat(ResultsFile.read(directory.resolve("second/results.json"))).isEqualTo(kept);
        assertThat(directory.resolve("speed/publish-native.svg")).exists();
    }

    @Test
    void figuresOfAnotherMachineDoNotStayOnThePage() throws Exception {
        report("first", of("a machine", "nats", 0.95));

        report("second", of("another machine", "kafka", 0.93));

        assertThat(ResultsFile.read(directory.resolve("speed/results.json")).brokers())
                .containsOnlyKeys("kafka");
        assertThat(Files.readString(page)).contains("another machine").doesNotContain("0.95");
    }

    @Test
    void oneBelowItsFloorIsWhatTheReportEndsWith() throws Exception {
        assertThat(report("good", of("a machine", "kafka", 0.93))).isZero();
        assertThat(report("bad", of("a machine", "kafka", 0.5))).isOne();
    }

    private int report(String run, Results... parts) throws Exception {
        for (Results part : parts) {
            ResultsFile.write(directory.resolve(run).resolve(part.brokers().keySet() + ".json"), part);
        }
        return Report.execute(directory.resolve(run).toString(), "--page", page.toString());
    }

    private static Results of(String machine, String transport, double ratio) {
        Conditions conditions = new Conditions(transport, 1_024, 1, Ordering.UNORDERED, false, 256);
        return new Results(
                machine,
                "a JDK",
                Map.of(transport, "1.0"),
                Map.of(),
                List.of(new Result(conditions, "crossdock", "publish", new Spread(2, 1, 3), "messages/s")),
                List.of(new Ratio(conditions, "publish", "native", new Spread(ratio, ratio, ratio))),
                List.of(transport + ", nobody could"));
    }
}
