package dev.crossdock.messaging.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WireTimeTest {
    private final HandDrivenTime clock = new HandDrivenTime();
    private final WireTime time = new WireTime(clock);

    @Test
    void thePresentIsWrittenAlikeWhateverWasWrittenBefore() {
        SplittableRandom random = new SplittableRandom(4711);
        for (int i = 0; i < 10_000; i++) {
            assertThat(time.now()).isEqualTo(WireTime.of(clock.now()));
            clock.pass(Duration.ofNanos(random.nextLong(i % 100 == 0 ? 5_000_000_000L : 30_000_000L)));
        }
    }

    @Test
    void threeDigitsFollowTheSecondAlsoWhenTheyAreZeros() {
        assertThat(time.now()).isEqualTo("2026-01-01T00:00:00.000Z");
        clock.pass(Duration.ofMillis(7));
        assertThat(time.now()).isEqualTo("2026-01-01T00:00:00.007Z");
        clock.pass(Duration.ofMillis(993));
        assertThat(time.now()).isEqualTo("2026-01-01T00:00:01.000Z");
        assertThat(WireTime.ceiling(Instant.parse("2026-01-01T00:00:00.000000001Z")))
                .isEqualTo("2026-01-01T00:00:00.001Z");
    }

    @Test
    void messagesOfOneMillisecondShareOneText() {
        String first = time.now();
        clock.pass(Duration.ofNanos(999_999));
        assertThat(time.now()).isSameAs(first);
    }
}
