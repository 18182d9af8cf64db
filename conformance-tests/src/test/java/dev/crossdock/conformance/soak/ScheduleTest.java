package dev.crossdock.conformance.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static SoakPlan plan(long seed) {
        return new SoakPlan(seed, 10_000, 8, 20, 2, 20, 4, 4, 12, 4, 2_000, Duration.ofMinutes(1));
    }

    @Test
    void aSeedGivesTheSameFaultsAndTheSameMessagesEachTime() {
        assertThat(Schedule.of(plan(1))).isEqualTo(Schedule.of(plan(1))).isNotEqualTo(Schedule.of(plan(2)));
        assertThat(parts(1)).isEqualTo(parts(1)).isNotEqualTo(parts(2));
    }

    @Test
    void allFaultsThatWereAskedForComeInTheOrderOfTheConfirms() {
        List<PlannedFault> faults = Schedule.of(plan(7));
        Map<Blow, Long> counts =
                faults.stream().collect(Collectors.groupingBy(PlannedFault::blow, Collectors.counting()));
        assertThat(counts)
                .containsEntry(Blow.BROKER_KILL, 20L)
                .containsEntry(Blow.BROKER_PAUSE, 2L)
                .containsEntry(Blow.CONSUMER_KILL, 20L)
                .containsEntry(Blow.CONSUMER_FREEZE, 4L)
                .containsEntry(Blow.CONSUMER_REPLACE, 4L)
                .containsEntry(Blow.REDRIVE, 4L)
                .containsEntry(Blow.LINK_CUT, 2L);
        assertThat(faults.stream().filter(fault -> fault.blow().isOfTheLink())).hasSize(12);
        assertThat(faults).extracting(PlannedFault::at).isSorted().allMatch(at -> at > 0 && at < 10_000);
    }

    @Test
    void messagesOfAllKindsAreAmongThem() {
        List<Cast.Part> parts = parts(3);
        assertThat(parts).anyMatch(part -> part.key() != null).anyMatch(part -> part.key() == null);
        assertThat(parts)
                .anyMatch(Cast.Part::poison)
                .anyMatch(part -> part.failures() == 1)
                .anyMatch(part -> part.failures() == 2)
                .anyMatch(part -> !part.delay().isZero());
        assertThat(parts)
                .as("an order of delays is promised by nobody")
                .noneMatch(part -> part.key() != null && !part.delay().isZero());
    }

    private static List<Cast.Part> parts(long seed) {
        Cast cast = new Cast("run", plan(seed));
        return IntStream.range(0, 5_000).mapToObj(cast::part).toList();
    }
}
