package dev.crossdock.messaging;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BackoffPolicyTest {
    private static Failure failure(Throwable cause, int attempt) {
        return new Failure(cause, attempt, "id-" + attempt);
    }

    private static Duration delay(RetryPolicy policy, int attempt) {
        Outcome outcome = policy.decide(failure(new IOException("no"), attempt));
        return ((Outcome.Retry) outcome).delay();
    }

    @Nested
    class WhenExponential {
        private final BackoffPolicy policy =
                RetryPolicy.exponential(ofMillis(200), ofSeconds(1)).maxAttempts(100);

        @Test
        void doublesUntilTheMaximum() {
            assertThat(delay(policy, 1)).isEqualTo(ofMillis(200));
            assertThat(delay(policy, 2)).isEqualTo(ofMillis(400));
            assertThat(delay(policy, 3)).isEqualTo(ofMillis(800));
            assertThat(delay(policy, 4)).isEqualTo(ofSeconds(1));
        }

        @Test
        void staysAtTheMaximumAfterManyAttempts() {
            BackoffPolicy patient = policy.maxAttempts(Integer.MAX_VALUE);
            assertThat(delay(patient, 5_000)).isEqualTo(ofSeconds(1));
        }
    }

    @Nested
    class WhenAttemptsAreUsedUp {
        @Test
        void theLastAttemptIsADeadLetterAndTheOneBeforeIsNot() {
            BackoffPolicy policy = RetryPolicy.fixed(ofSeconds(1)).maxAttempts(3);
            assertThat(policy.decide(failure(new IOException("no"), 2))).isInstanceOf(Outcome.Retry.class);
            assertThat(policy.decide(failure(new IOException("the bank is down"), 3)))
                    .isEqualTo(new Outcome.DeadLetter(DeadLetterReason.RETRIES_EXHAUSTED, "the bank is down"));
        }

        @Test
        void neverMeansOneAttempt() {
            assertThat(RetryPolicy.never().decide(failure(new IOException("no"), 1)))
                    .isInstanceOf(Outcome.DeadLetter.class);
            assertThat(RetryPolicy.never().attemptLimit()).isEqualTo(1);
        }
    }

    @Nested
    class WhenThereAreRules {
        @Test
        void aTypeThatIsGivenUpOnIsADeadLetterAtOnceEvenAsACause() {
            BackoffPolicy policy = RetryPolicy.fixed(ofSeconds(1)).giveUpOn(FileNotFoundException.class);
            Throwable wrapped = new ExecutionException(new FileNotFoundException("order-7"));
            assertThat(policy.decide(failure(wrapped, 1)))
                    .isInstanceOfSatisfying(
                            Outcome.DeadLetter.class,
                            dead -> assertThat(dead.reason()).isEqualTo(DeadLetterReason.NON_RETRYABLE));
        }

        @Test
        void theFirstThatMatchesDecides() {
            BackoffPolicy policy = RetryPolicy.fixed(ofSeconds(1))
                    .on(
                            FileNotFoundException.class,
                            RetryPolicy.fixed(ofMinutes(1)).maxAttempts(9))
                    .giveUpOn(IOException.class);
            assertThat(policy.decide(failure(new FileNotFoundException("x"), 8)))
                    .isEqualTo(new Outcome.Retry(ofMinutes(1)));
            assertThat(policy.decide(failure(new IOException("x"), 1))).isInstanceOf(Outcome.DeadLetter.class);
        }

        @Test
        void theAttemptLimitIsThatOfTheMostPatientRule() {
            BackoffPolicy policy = RetryPolicy.fixed(ofSeconds(1))
                    .maxAttempts(3)
                    .giveUpOn(FileNotFoundException.class)
                    .on(IOException.class, RetryPolicy.fixed(ofMinutes(1)).maxAttempts(9));
            assertThat(policy.attemptLimit()).isEqualTo(9);
        }

        @Test
        void aCircleOfCausesEndsTheSearch() {
            Exception outer = new Exception("outer");
            Exception inner = new Exception("inner", outer);
            outer.initCause(inner);
            BackoffPolicy policy = RetryPolicy.fixed(ofSeconds(1)).giveUpOn(IOException.class);
            assertThat(policy.decide(failure(outer, 1))).isInstanceOf(Outcome.Retry.class);
        }
    }

    @Nested
    class WhenJittered {
        private final BackoffPolicy policy =
                RetryPolicy.fixed(ofSeconds(10)).jitter(0.5).maxAttempts(10_000);

        @Test
        void staysWithinItsRangeAndUsesIt() {
            long least = Long.MAX_VALUE;
            long most = 0;
            for (int attempt = 1; attempt < 2_000; attempt++) {
                long millis = delay(policy, attempt).toMillis();
                assertThat(millis).isBetween(10_000L, 15_000L);
                least = Math.min(least, millis);
                most = Math.max(most, millis);
            }
            assertThat(least).isLessThan(10_200);
            assertThat(most).isGreaterThan(14_800);
        }

        @Test
        void isTheSameForTheSameFailure() {
            assertThat(delay(policy, 7)).isEqualTo(delay(policy, 7));
        }
    }

    @Nested
    class WhenASettingIsImpossible {
        @Test
        void itIsRefusedByCode() {
            assertThatThrownBy(() -> RetryPolicy.fixed(ofSeconds(-1)))
                    .isInstanceOfSatisfying(
                            MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
            assertThatThrownBy(() -> RetryPolicy.exponential(ofSeconds(2), ofSeconds(1)))
                    .hasMessageContaining("PT2S")
                    .hasMessageContaining("PT1S");
            assertThatThrownBy(() -> RetryPolicy.fixed(ofSeconds(1)).maxAttempts(0))
                    .hasMessageContaining("0");
            assertThatThrownBy(() -> RetryPolicy.fixed(ofSeconds(1)).jitter(Double.NaN))
                    .hasMessageContaining("NaN");
        }
    }
}
