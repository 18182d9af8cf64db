package dev.crossdock.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.conformance.Outcome;
import dev.crossdock.conformance.soak.SoakPlan;
import dev.crossdock.conformance.soak.SoakResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReliabilityPageTest {
    private static SoakResult result(String mode, Outcome outcome, int confirmed) {
        SoakPlan plan = new SoakPlan(42, 10_000, 8, 20, 2, 20, 4, 4, 12, 4, 2_000, Duration.ofMinutes(1));
        return new SoakResult(
                "nats",
                mode,
                "NATS 2",
                outcome,
                plan,
                plan.options(),
                600,
                confirmed,
                1,
                2,
                3,
                4,
                Map.of("loose", 5),
                Map.of(),
                Map.of(),
                0,
                20,
                21,
                12,
                1_234,
                5_678,
                Map.of(),
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                100);
    }

    @Test
    void aRunReplacesItsOwnRowsAndLeavesTheOthersAndTheProse() throws Exception {
        String page = Files.readString(Path.of("../docs/reliability.md"));
        String first = ReliabilityPage.with(
                page, List.of(result("a/one", Outcome.PASS, 111), result("a/two", Outcome.UNKNOWN, 222)));
        assertThat(first)
                .contains(
                        "| a/one | NATS 2 | PASS | 111 | 1 | 2 | 3 | 20 | 21 | 12 | loose 5 | 1.2 s | 5.7 s | 10 | 42 |")
                .contains("| a/two | NATS 2 | UNKNOWN | 222 |")
                .contains("## Not promised");
        String second = ReliabilityPage.with(first, List.of(result("a/one", Outcome.FAIL, 333)));
        assertThat(second)
                .contains("| a/one | NATS 2 | FAIL | 333 |")
                .contains("| a/two | NATS 2 | UNKNOWN | 222 |")
                .doesNotContain("| a/one | NATS 2 | PASS |");
        assertThat(ReliabilityPage.with(second, List.of())).isEqualTo(second);
    }

    @Test
    void aPageWithoutAPlaceForTheNumbersIsRefused() {
        assertThatThrownBy(() -> ReliabilityPage.with("# Page", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("soaks:");
    }
}
