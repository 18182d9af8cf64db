package dev.crossdock.messaging.core.retry;

import static dev.crossdock.messaging.Ordering.PER_KEY;
import static dev.crossdock.messaging.Ordering.UNORDERED;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.spi.Capabilities;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryRouteTest {
    private static final Capabilities LEASED_QUEUE = Capabilities.builder()
            .releases(true)
            .maxReleaseDelay(ofHours(12))
            .releaseHoldsKey(true)
            .countsDeliveries(true)
            .ordersPerKey(true)
            .build();
    private static final Capabilities PLAIN_QUEUE = Capabilities.builder()
            .releases(true)
            .countsDeliveries(true)
            .ordersPerKey(true)
            .build();
    private static final Capabilities LOG =
            Capabilities.builder().ordersPerKey(true).replays(true).build();

    @Test
    void aBrokerThatDelaysAndCountsIsAskedToDoSo() {
        assertThat(RetryRoute.choose(LEASED_QUEUE, UNORDERED, ofSeconds(5))).isEqualTo(RetryRoute.RELEASE);
        assertThat(RetryRoute.choose(LEASED_QUEUE, UNORDERED, ofHours(12))).isEqualTo(RetryRoute.RELEASE);
        assertThat(RetryRoute.choose(LEASED_QUEUE, UNORDERED, ofHours(13))).isEqualTo(RetryRoute.RESEND);
    }

    @Test
    void aBrokerThatCannotDelayGetsACopyForLongDelaysOnly() {
        assertThat(RetryRoute.choose(PLAIN_QUEUE, UNORDERED, Duration.ZERO)).isEqualTo(RetryRoute.RELEASE);
        assertThat(RetryRoute.choose(PLAIN_QUEUE, UNORDERED, ofMillis(999))).isEqualTo(RetryRoute.IN_PLACE);
        assertThat(RetryRoute.choose(PLAIN_QUEUE, UNORDERED, ofSeconds(1))).isEqualTo(RetryRoute.RESEND);
        assertThat(RetryRoute.choose(LOG, UNORDERED, Duration.ZERO)).isEqualTo(RetryRoute.IN_PLACE);
        assertThat(RetryRoute.choose(LOG, UNORDERED, ofSeconds(1))).isEqualTo(RetryRoute.RESEND);
    }

    @Test
    void orderPerKeyNeverMakesACopy() {
        for (Capabilities broker : new Capabilities[] {LEASED_QUEUE, PLAIN_QUEUE, LOG}) {
            for (Duration delay : new Duration[] {Duration.ZERO, ofMillis(5), ofSeconds(5), ofHours(13)}) {
                assertThat(RetryRoute.choose(broker, PER_KEY, delay)).isNotEqualTo(RetryRoute.RESEND);
            }
        }
        assertThat(RetryRoute.choose(LEASED_QUEUE, PER_KEY, ofSeconds(5))).isEqualTo(RetryRoute.RELEASE);
        assertThat(RetryRoute.choose(PLAIN_QUEUE, PER_KEY, Duration.ZERO)).isEqualTo(RetryRoute.IN_PLACE);
    }
}
