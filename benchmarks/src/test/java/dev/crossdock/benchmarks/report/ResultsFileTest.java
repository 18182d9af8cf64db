package dev.crossdock.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.Ordering;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {
    private static final Conditions CONDITIONS = new Conditions("kafka", 100, 8, Ordering.PER_KEY, true, 16);

    @Test
    void whatWasWrittenIsReadAgain(@TempDir Path directory) throws Exception {
        Results results = new Results(
                "a machine",
                "a JDK",
                Map.of("kafka", "kafka:4"),
                Map.of(),
                List.of(new Result(CONDITIONS, "native", "publish", new Spread(2, 1, 3), "messages/s")),
                List.of(new Ratio(CONDITIONS, "publish", "native", new Spread(0.9, 0.8, 1))),
                List.of("a peer could not"));
        ResultsFile.write(directory.resolve("deep/one.json"), results);

        assertThat(ResultsFile.read(directory.resolve("deep/one.json"))).isEqualTo(results);
        assertThat(Files.readString(directory.resolve("deep/one.json")))
                .as("flat, for whoever reads it with other tools")
                .contains("\"transport\" : \"kafka\"", "\"ordering\" : \"PER_KEY\"", "\"median\" : 0.9")
                .doesNotContain("conditions", "spread");
    }

    @Test
    void figuresOfTwoMachinesDoNotGoTogether() {
        assertThatThrownBy(() -> ResultsFile.together(List.of(of("one", "17"), of("another", "17"))))
                .hasMessageContaining("one machine");
        assertThatThrownBy(() -> ResultsFile.together(List.of(of("one", "17"), of("one", "25"))))
                .hasMessageContaining("one Java");
        assertThat(ResultsFile.together(List.of(of("one", "17"), of("one", "17")))
                        .failures())
                .hasSize(2);
    }

    private static Results of(String machine, String java) {
        return new Results(machine, java, Map.of(), Map.of(), List.of(), List.of(), List.of("something"));
    }
}
