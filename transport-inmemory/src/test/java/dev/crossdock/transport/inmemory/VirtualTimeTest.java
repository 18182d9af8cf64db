package dev.crossdock.transport.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
    private final VirtualTime time = new VirtualTime();
    private final List<String> ran = new ArrayList<>();

    @Test
    void tasksRunInOrderOfTimeWithTheClockAtTheirTime() {
        schedule("late", 3);
        schedule("early", 1);
        schedule("early too", 1);
        schedule("later still", 5);
        time.advance(Duration.ofSeconds(4));
        assertThat(ran).containsExactly("early@1", "early too@1", "late@3");
        assertThat(time.now()).isEqualTo(VirtualTime.START.plusSeconds(4));
        assertThat(time.scheduled()).isEqualTo(1);
    }

    @Test
    void aTaskMayScheduleAnotherOnTheWay() {
        time.schedule(Duration.ofSeconds(1), () -> schedule("second", 1));
        time.advance(Duration.ofSeconds(2));
        assertThat(ran).containsExactly("second@2");
    }

    @Test
    void aCancelledTaskDoesNotRun() {
        TimeSource.Alarm alarm = schedule("never", 1);
        alarm.cancel();
        time.advance(Duration.ofHours(1));
        assertThat(ran).isEmpty();
        assertThat(time.scheduled()).isZero();
    }

    @Test
    void theClockCanGoToTheNextTask() {
        schedule("one", 2);
        schedule("two", 2);
        schedule("three", 9);
        assertThat(time.advanceToNext()).isTrue();
        assertThat(ran).containsExactly("one@2", "two@2");
        assertThat(time.advanceToNext()).isTrue();
        assertThat(time.advanceToNext()).isFalse();
        assertThat(time.now()).isEqualTo(VirtualTime.START.plusSeconds(9));
    }

    @Test
    void whatIsDueAtOnceWaitsForSomebodyToAdvance() {
        schedule("now", 0);
        schedule("before", -5);
        assertThat(ran).isEmpty();
        time.advance(Duration.ZERO);
        assertThat(ran).containsExactly("now@0", "before@0");
    }

    @Test
    void timeGoesForwardOnly() {
        assertThatThrownBy(() -> time.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nanosAndCalendarGoTogether() {
        long before = time.nanos();
        time.advance(Duration.ofMillis(1500));
        assertThat(time.nanos() - before).isEqualTo(1_500_000_000L);
        assertThat(time.now()).isEqualTo(VirtualTime.START.plusMillis(1500));
    }

    @Test
    void anotherThreadSchedulesWhileTheClockMoves() throws Exception {
        Background<Integer> scheduling = Background.run(() -> {
            for (int i = 0; i < 1000; i++) {
                time.schedule(Duration.ofMillis(i), () -> {});
            }
            return 1000;
        });
        for (int i = 0; i < 1000; i++) {
            time.advance(Duration.ofMillis(1));
        }
        assertThat(scheduling.get()).isEqualTo(1000);
        time.advance(Duration.ofSeconds(2));
        assertThat(time.scheduled()).isZero();
    }

    private TimeSource.Alarm schedule(String name, int seconds) {
        return time.schedule(
                Duration.ofSeconds(seconds),
                () -> ran.add(name + "@"
                        + Duration.between(VirtualTime.START, time.now()).toSeconds()));
    }
}
