package dev.crossdock.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.crossdock.benchmarks.report.Conditions;
import dev.crossdock.benchmarks.report.Ratio;
import dev.crossdock.benchmarks.report.Result;
import dev.crossdock.benchmarks.report.Spread;
import dev.crossdock.benchmarks.worker.Answer;
import dev.crossdock.messaging.Ordering;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingsTest {
    private static final Cell CELL = new Cell(1_024, false, false, 1, 256);

    private final Readings readings = new Readings("kafka", CELL);

    @Test
    void aRatioIsTakenRoundByRoundAndNotOfTheMedians() {
        round("native", 100, 1_000, 1);
        round("crossdock", 50, 1_000, 1);
        round("native", 400, 1_000, 1);
        round("crossdock", 400, 1_000, 1);
        round("native", 200, 1_000, 1);
        round("crossdock", 180, 1_000, 1);

        assertThat(ratio(readings.ratios(), "publish", "native"))
                .extracting(Ratio::spread)
                .isEqualTo(new Spread(0.9, 0.5, 1.0));
    }

    @Test
    void cpuIsOfOneMessageBothWaysAndSaysHowMuchMoreItIs() {
        round("native", 100, 100, 2);
        round("crossdock", 100, 100, 3.5);

        assertThat(readings.results())
                .filteredOn(result -> result.metric().equals("cpu"))
                .extracting(Result::subject, result -> result.spread().median(), Result::unit)
                .containsExactly(tuple("native", 4.0, "µs/message"), tuple("crossdock", 7.0, "µs/message"));
        assertThat(ratio(readings.ratios(), "cpu-above", "native").spread().median())
                .isEqualTo(3.0);
    }

    @Test
    void everybodyButTheLibraryIsComparedWithIt() {
        round("native", 100, 100, 1);
        round("crossdock", 100, 100, 1);
        round("a-peer", 25, 50, 1);

        assertThat(ratio(readings.ratios(), "publish", "a-peer").spread().median())
                .isEqualTo(4.0);
        assertThat(ratio(readings.ratios(), "consume", "a-peer").spread().median())
                .isEqualTo(2.0);
        readings.forget("a-peer");
        assertThat(readings.ratios()).extracting(Ratio::vs).containsOnly("native");
    }

    @Test
    void whatOrderCostsIsTheLibraryBesideItself() {
        Readings ordered = new Readings("kafka", new Cell(1_024, true, true, 1, 256));
        round("crossdock", 100, 200, 1);
        ordered.add("crossdock", measured(100, 1), measured(100, 1));
        ordered.add("native", measured(1, 1), measured(1, 1));

        assertThat(ratio(ordered.ratiosToUnordered(readings), "consume", Ratio.UNORDERED))
                .isEqualTo(new Ratio(
                        new Conditions("kafka", 1_024, 1, Ordering.PER_KEY, true, 256),
                        "consume",
                        Ratio.UNORDERED,
                        new Spread(0.5, 0.5, 0.5)));
    }

    private void round(String subject, int publishPerSecond, int consumePerSecond, double cpuMicros) {
        readings.add(subject, measured(publishPerSecond, cpuMicros), measured(consumePerSecond, cpuMicros));
    }

    private static Answer.Measured measured(int perSecond, double cpuMicros) {
        return new Answer.Measured(
                perSecond, 1_000_000_000, (long) (cpuMicros * 1_000 * perSecond), 10L * perSecond, 0);
    }

    private static Ratio ratio(List<Ratio> ratios, String metric, String vs) {
        return ratios.stream()
                .filter(ratio -> ratio.metric().equals(metric) && ratio.vs().equals(vs))
                .findFirst()
                .orElseThrow();
    }
}
