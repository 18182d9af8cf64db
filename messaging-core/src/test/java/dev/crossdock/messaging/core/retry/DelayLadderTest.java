package dev.crossdock.messaging.core.retry;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Capabilities;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DelayLadderTest {
    private static final Address.Inbox INBOX = new Address.Inbox("orders", "billing");

    private static DelayLadder ladder(Duration maxSendDelay) {
        return new DelayLadder(Capabilities.builder().maxSendDelay(maxSendDelay).build());
    }

    @Nested
    class WhenTheBrokerCannotDelay {
        private final DelayLadder ladder = ladder(Duration.ZERO);

        @Test
        void theLongestStepThatFitsComesFirst() {
            assertThat(ladder.firstHop(INBOX, ofSeconds(37)))
                    .isEqualTo(new DelayLadder.Hop(new Address.DelayLane(INBOX, ofSeconds(30)), Duration.ZERO));
            assertThat(ladder.firstHop(INBOX, ofHours(30)))
                    .isEqualTo(new DelayLadder.Hop(new Address.DelayLane(INBOX, ofHours(1)), Duration.ZERO));
        }

        @Test
        void lessThanTheFinestStepGoesStraightToTheTarget() {
            assertThat(ladder.firstHop(INBOX, ofMillis(999))).isEqualTo(new DelayLadder.Hop(INBOX, Duration.ZERO));
        }

        @Test
        void hopsNeverAddUpToMoreThanTheDelayAndLeaveLessThanTheFinestStep() {
            Random random = new Random(4);
            for (int i = 0; i < 2_000; i++) {
                Duration delay = ofMillis(random.nextInt(200_000_000));
                Duration remaining = delay;
                int hops = 0;
                while (ladder.firstHop(INBOX, remaining).to() instanceof Address.DelayLane lane) {
                    assertThat(ladder.steps()).contains(lane.delay());
                    remaining = remaining.minus(lane.delay());
                    assertThat(++hops).isLessThan(100);
                }
                assertThat(remaining).isBetween(Duration.ZERO, ofMillis(999));
            }
        }
    }

    @Nested
    class WhenTheBrokerDelaysUpToALimit {
        private final DelayLadder ladder = ladder(ofMinutes(15));

        @Test
        void itIsUsedAndNoLaneIsNeeded() {
            assertThat(ladder.steps()).isEmpty();
            assertThat(ladder.firstHop(INBOX, ofMinutes(15))).isEqualTo(new DelayLadder.Hop(INBOX, ofMinutes(15)));
        }

        @Test
        void aLongerDelayBeginsWithTheLimitAndIsNeverShortened() {
            assertThat(ladder.firstHop(INBOX, ofMinutes(16))).isEqualTo(new DelayLadder.Hop(INBOX, ofMinutes(15)));
        }
    }

    @Nested
    class WhenTheBrokerDelaysInLanesOnly {
        private final DelayLadder ladder = new DelayLadder(
                Capabilities.builder().maxLaneDelay(ofMinutes(15)).build());

        @Test
        void oneLaneDoesForAllDelays() {
            Address.DelayLane lane = new Address.DelayLane(INBOX, ofMinutes(15));
            assertThat(ladder.steps()).containsExactly(ofMinutes(15));
            assertThat(ladder.firstHop(INBOX, ofSeconds(37))).isEqualTo(new DelayLadder.Hop(lane, ofSeconds(37)));
            assertThat(ladder.firstHop(INBOX, ofMinutes(15))).isEqualTo(new DelayLadder.Hop(lane, ofMinutes(15)));
            assertThat(ladder.firstHop(INBOX, ofHours(30))).isEqualTo(new DelayLadder.Hop(lane, ofMinutes(15)));
        }

        @Test
        void lessThanTheFinestStepGoesStraightToTheTarget() {
            assertThat(ladder.firstHop(INBOX, ofMillis(999))).isEqualTo(new DelayLadder.Hop(INBOX, Duration.ZERO));
        }
    }
}
