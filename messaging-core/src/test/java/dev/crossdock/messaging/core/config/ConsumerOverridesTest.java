package dev.crossdock.messaging.core.config;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crossdock.messaging.BackoffPolicy;
import dev.crossdock.messaging.DeadLetterLimits;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.OnExhausted;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.Outcome;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.StartFrom;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsumerOverridesTest {
    private static final ConsumerSettings<String> SAID = ConsumerSettings.defaults();

    private static ConsumerOverrides overrides(String... keysAndValues) {
        Map<String, String> properties = new TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put("crossdock.consumer." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return ConsumerOverrides.of(MessagingConfig.of(properties));
    }

    private static ConsumerSettings<String> withRetry(RetryPolicy policy) {
        return new ConsumerSettings<>(
                SAID.concurrency(),
                SAID.statedPrefetch(),
                SAID.ordering(),
                policy,
                null,
                SAID.startFrom(),
                SAID.onExhausted(),
                SAID.lease(),
                SAID.maxHandlerTime(),
                SAID.deadLetterLimits());
    }

    private static MessagingException refusal(Runnable action) {
        MessagingException refusal = catchThrowableOfType(MessagingException.class, action::run);
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        return refusal;
    }

    @Nested
    class WhenNothingIsStated {
        @Test
        void whatTheProgramSaysHolds() {
            assertThat(overrides().apply("orders", "billing", SAID)).isEqualTo(SAID);
            assertThat(overrides("orders.shipping.concurrency", "3").apply("orders", "billing", SAID))
                    .isEqualTo(SAID);
        }
    }

    @Nested
    class WhenEverythingIsStated {
        @Test
        void allOfItHolds() {
            ConsumerSettings<String> settings = overrides(
                            "orders.billing.concurrency", "32",
                            "orders.billing.prefetch", "200",
                            "orders.billing.ordering", "per-key",
                            "orders.billing.start-from", "earliest",
                            "orders.billing.on-exhausted", "stop",
                            "orders.billing.lease", "1m",
                            "orders.billing.max-handler-time", "2m",
                            "orders.billing.retry.max-attempts", "8",
                            "orders.billing.retry.first-delay", "2s",
                            "orders.billing.retry.max-delay", "10m",
                            "orders.billing.retry.jitter", "0.25",
                            "orders.billing.dead-letters.max-messages", "0",
                            "orders.billing.dead-letters.max-growth", "10",
                            "orders.billing.dead-letters.max-age", "1h",
                            "orders.billing.dead-letters.look-every", "5s")
                    .apply("orders", "billing", SAID);
            assertThat(settings.concurrency()).isEqualTo(32);
            assertThat(settings.prefetch()).isEqualTo(200);
            assertThat(settings.ordering()).isEqualTo(Ordering.PER_KEY);
            assertThat(settings.startFrom()).isEqualTo(StartFrom.EARLIEST);
            assertThat(settings.onExhausted()).isEqualTo(OnExhausted.STOP);
            assertThat(settings.lease()).isEqualTo(ofMinutes(1));
            assertThat(settings.maxHandlerTime()).isEqualTo(ofMinutes(2));
            assertThat(settings.retry())
                    .hasToString(RetryPolicy.exponential(ofSeconds(2), ofMinutes(10))
                            .maxAttempts(8)
                            .jitter(0.25)
                            .toString());
            assertThat(settings.deadLetterLimits())
                    .isEqualTo(new DeadLetterLimits(0, 10, Duration.ofHours(1), ofSeconds(5)));
        }
    }

    @Nested
    class WhenNamesHaveDots {
        @Test
        void theDeclaredConsumerDecidesWhereTheTopicEnds() {
            ConsumerOverrides overrides = overrides("orders.eu.billing.v2.concurrency", "7");
            assertThat(overrides.apply("orders.eu", "billing.v2", SAID).concurrency())
                    .isEqualTo(7);
            assertThat(overrides.apply("orders", "eu.billing.v2", SAID).concurrency())
                    .isEqualTo(7);
            assertThat(overrides.apply("orders.eu", "billing", SAID)).isEqualTo(SAID);
        }

        @Test
        void aNameMayLookLikeASetting() {
            ConsumerOverrides overrides =
                    overrides("retry.concurrency.concurrency", "2", "lease.retry.retry.max-attempts", "3");
            assertThat(overrides.apply("retry", "concurrency", SAID).concurrency())
                    .isEqualTo(2);
            assertThat(((BackoffPolicy) overrides.apply("lease", "retry", SAID).retry()).maxAttempts())
                    .isEqualTo(3);
        }

        @Test
        void otherScriptsAndSpacesAreFine() {
            assertThat(overrides("заказы.my group.concurrency", "2")
                            .apply("заказы", "my group", SAID)
                            .concurrency())
                    .isEqualTo(2);
        }
    }

    @Nested
    class WhenAKeyIsNoSetting {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "orders.billing.concurency",
                    "orders.billing.retry",
                    "orders.billing.retry.attempts",
                    "orders.billing.max-attempts",
                    "orders.concurrency",
                    "concurrency",
                    ".concurrency",
                    "orders..concurrency"
                })
        void itIsRefusedBeforeAnyConsumerIsDeclared(String key) {
            assertThat(refusal(() -> overrides(key, "1")))
                    .hasMessageContaining("crossdock.consumer." + key)
                    .hasMessageContaining("max-handler-time");
        }
    }

    @Nested
    class WhenAValueIsImpossible {
        @ParameterizedTest
        @CsvSource({
            "concurrency, 0, 1 to 10000",
            "concurrency, 10001, 1 to 10000",
            "prefetch, 0, from 1",
            "ordering, sorted, 'unordered, per-key'",
            "start-from, 2020, 'now, earliest'",
            "on-exhausted, panic, 'dead-letter, stop, discard'",
            "lease, 1ms, from 100ms",
            "retry.max-attempts, 0, from 1",
            "retry.first-delay, -1s, from 0s",
            "retry.jitter, 1.1, from 0 to 1",
            "retry.jitter, NaN, from 0 to 1"
        })
        void itIsRefusedBeforeAnyConsumerIsDeclared(String setting, String value, String possible) {
            assertThat(refusal(() -> overrides("orders.billing." + setting, value)))
                    .hasMessageContaining("crossdock.consumer.orders.billing." + setting)
                    .hasMessageContaining("'" + value + "'")
                    .hasMessageContaining(possible);
        }
    }

    @Nested
    class WhenItContradictsWhatTheProgramSays {
        @Test
        void itIsRefusedWhenTheConsumerIsDeclared() {
            ConsumerOverrides overrides = overrides("orders.billing.lease", "1h");
            assertThat(refusal(() -> overrides.apply("orders", "billing", SAID)))
                    .hasMessageContaining("crossdock.consumer.orders.billing.*")
                    .hasMessageContaining("PT1H")
                    .hasMessageContaining("PT15M");
        }

        @Test
        void aFirstDelayAboveTheLongestIsRefused() {
            ConsumerOverrides overrides = overrides("orders.billing.retry.first-delay", "5m");
            assertThat(refusal(() -> overrides.apply("orders", "billing", SAID)))
                    .hasMessageContaining("PT5M")
                    .hasMessageContaining("PT1M");
        }

        @Test
        void aPolicyOfTheProgramsOwnKindCannotBeChanged() {
            ConsumerOverrides overrides = overrides("orders.billing.retry.max-attempts", "5");
            RetryPolicy own = failure -> Outcome.retry();
            assertThat(refusal(() -> overrides.apply("orders", "billing", withRetry(own))))
                    .hasMessageContaining(own.getClass().getName());
            assertThat(overrides().apply("orders", "billing", withRetry(own)).retry())
                    .isSameAs(own);
        }
    }

    @Nested
    class WhenAllDelaysAreEqual {
        @Test
        void theyStayEqual() {
            ConsumerSettings<String> settings = overrides("orders.billing.retry.first-delay", "5m")
                    .apply("orders", "billing", withRetry(RetryPolicy.fixed(ofSeconds(1))));
            BackoffPolicy policy = (BackoffPolicy) settings.retry();
            assertThat(policy.firstDelay()).isEqualTo(ofMinutes(5));
            assertThat(policy.maxDelay()).isEqualTo(ofMinutes(5));
        }
    }

    @Nested
    class WhenThePrefetchIsNotStated {
        @Test
        void itFollowsTheConcurrencyThatHolds() {
            assertThat(SAID.prefetch()).isEqualTo(16);
            assertThat(overrides("orders.billing.concurrency", "50")
                            .apply("orders", "billing", SAID)
                            .prefetch())
                    .isEqualTo(100);
            assertThat(overrides("orders.billing.concurrency", "50", "orders.billing.prefetch", "10")
                            .apply("orders", "billing", SAID)
                            .prefetch())
                    .isEqualTo(50);
        }
    }
}
