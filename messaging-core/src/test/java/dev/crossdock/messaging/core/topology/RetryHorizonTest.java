package dev.crossdock.messaging.core.topology;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Outcome;
import dev.crossdock.messaging.RetryPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryHorizonTest {
    @Test
    void allDelaysCount() {
        RetryHorizon horizon = RetryHorizon.of(
                RetryPolicy.exponential(ofSeconds(1), ofSeconds(5)).maxAttempts(6));
        assertThat(horizon).isEqualTo(new RetryHorizon(ofSeconds(1 + 2 + 4 + 5 + 5), ofSeconds(5), false));
    }

    @Test
    void spreadDelaysCountWithAlmostAllOfTheirSpread() {
        RetryHorizon horizon =
                RetryHorizon.of(RetryPolicy.fixed(ofSeconds(100)).maxAttempts(2).jitter(1));
        assertThat(horizon.length()).isBetween(ofSeconds(150), ofSeconds(200));
    }

    @Test
    void withoutASecondAttemptThereIsNone() {
        assertThat(RetryHorizon.of(RetryPolicy.never()))
                .isEqualTo(new RetryHorizon(Duration.ZERO, Duration.ZERO, false));
    }

    @Test
    void aPolicyThatNeverGivesUpIsEndless() {
        assertThat(RetryHorizon.of(failure -> Outcome.retryAfter(ofMinutes(1))).endless())
                .isTrue();
        assertThat(RetryHorizon.of(failure -> Outcome.retry()).endless()).isTrue();
    }

    @Test
    void aDelayThatNobodyWaitsForIsEndless() {
        assertThat(RetryHorizon.of(failure -> failure.attempt() > 2
                                ? Outcome.accept()
                                : Outcome.retryAfter(Duration.ofSeconds(Long.MAX_VALUE)))
                        .endless())
                .isTrue();
    }

    @Test
    void aPolicyThatThrowsMeansAMinuteAsItDoesToAMessage() {
        RetryHorizon horizon = RetryHorizon.of(failure -> {
            if (failure.attempt() == 1) {
                throw new IllegalStateException("broken");
            }
            return Outcome.deadLetter("enough");
        });
        assertThat(horizon).isEqualTo(new RetryHorizon(ofMinutes(1), ofMinutes(1), false));
    }
}
