package dev.crossdock.messaging.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.core.HandDrivenTime;
import dev.crossdock.messaging.core.ShelfTransport;
import dev.crossdock.messaging.core.once.InMemoryIdempotencyStore;
import dev.crossdock.messaging.spi.IdempotencyStoreProvider;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.Topology.Provisioning;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.TransportProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    private final ShelfTransport transport = new ShelfTransport();
    private final MessagingConfig config = MessagingConfig.of(Map.of("crossdock.transport", "shelf"));

    private final class Provider implements TransportProvider {
        private final String name;
        private final Exception failure;

        Provider(String name, Exception failure) {
            this.name = name;
            this.failure = failure;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Transport open(Settings settings, TimeSource time) throws Exception {
            assertThat(settings.number("height", 1, 10, 3)).isBetween(1, 10);
            if (failure != null) {
                throw failure;
            }
            return transport;
        }
    }

    private static final class Drawer implements IdempotencyStoreProvider {
        @Override
        public String name() {
            return "drawer";
        }

        @Override
        public IdempotencyStore open(Settings settings, TimeSource time) {
            return new InMemoryIdempotencyStore(time, settings.number("depth", 1, 10, 3));
        }
    }

    private Configuration read(MessagingConfig given) {
        return Configuration.read(
                given, List.of(new Provider("shelf", null), new Provider("cupboard", null)), List.of(new Drawer()));
    }

    private MessagingException refusal(MessagingConfig given) {
        MessagingException refusal =
                catchThrowableOfType(MessagingException.class, () -> read(given).openTransport());
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        return refusal;
    }

    @Nested
    class WhenNothingButTheTransportIsSaid {
        @Test
        void theDefaultsHold() {
            assertThat(read(config).engine())
                    .isEqualTo(new EngineSettings(
                            "shelf",
                            Duration.ZERO,
                            Provisioning.CREATE,
                            Duration.ofSeconds(30),
                            1_000,
                            Duration.ofSeconds(30),
                            "memory"));
            assertThat(read(config).openStore()).isInstanceOf(InMemoryIdempotencyStore.class);
            assertThat(read(config).openTransport()).isSameAs(transport);
        }
    }

    @Nested
    class WhenEverythingIsSaid {
        @Test
        void itIsRead() {
            MessagingConfig all = config.with("crossdock.provision", "verify")
                    .with("crossdock.start.wait", "2m")
                    .with("crossdock.publish.timeout", " 500ms ")
                    .with("crossdock.publish.max-in-flight", "10_000")
                    .with("crossdock.close-timeout", "PT1M30S")
                    .with("crossdock.idempotency.store", "memory")
                    .with("crossdock.idempotency.memory.max-entries", "7")
                    .with("crossdock.shelf.height", "4");
            assertThat(read(all).engine())
                    .isEqualTo(new EngineSettings(
                            "shelf",
                            Duration.ofMinutes(2),
                            Provisioning.VERIFY,
                            Duration.ofMillis(500),
                            10_000,
                            Duration.ofSeconds(90),
                            "memory"));
            assertThat(read(all).openTransport()).isSameAs(transport);
        }
    }

    @Nested
    class WhenTheTransportIsNotThere {
        @Test
        void theErrorAsksForOneAndNamesThoseThatAre() {
            assertThat(refusal(MessagingConfig.of(Map.of())))
                    .hasMessageContaining("crossdock.transport")
                    .hasMessageContaining("cupboard, shelf")
                    .hasMessageContaining("nothing");
        }

        @Test
        void theErrorSaysWhatToAddForAnOfficialOne() {
            assertThat(refusal(config.with("crossdock.transport", "kafka")))
                    .hasMessageContaining("'kafka'")
                    .hasMessageContaining("dev.crossdock:transport-kafka");
            assertThat(refusal(config.with("crossdock.transport", "kavka"))).hasMessageNotContaining("transport-kavka");
        }
    }

    @Nested
    class WhenAKeyIsUnknown {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "crossdock.provison",
                    "crossdock.publish.timout",
                    "crossdock.publish",
                    "crossdock.shelff.height",
                    "crossdock.",
                    "crossdock.consumers.orders.billing.concurrency"
                })
        void itIsNamedAndSoAreTheKnownOnes(String key) {
            assertThat(refusal(config.with(key, "1")))
                    .hasMessageContaining(key)
                    .hasMessageContaining("crossdock.provision")
                    .hasMessageContaining("crossdock.publish.timeout")
                    .hasMessageContaining("crossdock.consumer.*");
        }

        @Test
        void oneOfTheTransportIsFoundWhenItHasOpenedAndItIsClosedAgain() {
            assertThat(refusal(config.with("crossdock.shelf.hight", "1")))
                    .hasMessageContaining("crossdock.shelf.hight")
                    .hasMessageContaining("crossdock.shelf.height");
            assertThat(transport.closed).isTrue();
        }

        @Test
        void oneOfTheStoreIsFoundWhenItHasOpened() {
            MessagingConfig drawer =
                    config.with("crossdock.idempotency.store", "drawer").with("crossdock.idempotency.drawer.dept", "1");
            assertThatThrownBy(() -> read(drawer).openStore())
                    .isInstanceOf(MessagingException.class)
                    .hasMessageContaining("crossdock.idempotency.drawer.dept")
                    .hasMessageContaining("crossdock.idempotency.drawer.depth");
        }

        @ParameterizedTest
        @ValueSource(strings = {"jdbc", "redis", "memory", "drawer"})
        void sectionsOfOtherStoresMayStay(String other) {
            assertThat(read(config.with("crossdock.idempotency." + other + ".anything", "1"))
                            .openTransport())
                    .isSameAs(transport);
        }

        @ParameterizedTest
        @ValueSource(strings = {"rabbitmq", "kafka", "sqs", "nats", "pulsar", "inmemory", "cupboard"})
        void sectionsOfOtherTransportsMayStay(String other) {
            assertThat(read(config.with("crossdock." + other + ".anything.at-all", "1"))
                            .openTransport())
                    .isSameAs(transport);
        }
    }

    @Nested
    class WhenAValueIsImpossible {
        @ParameterizedTest
        @CsvSource({
            "crossdock.provision, often, 'create, verify, none'",
            "crossdock.publish.timeout, soon, 500ms",
            "crossdock.publish.timeout, 0s, from 1ms",
            "crossdock.publish.timeout, 30, 500ms",
            "crossdock.publish.max-in-flight, many, a whole number from 1",
            "crossdock.publish.max-in-flight, 0, a whole number from 1",
            "crossdock.publish.max-in-flight, 99999999999, a whole number from 1",
            "crossdock.close-timeout, -1s, from 0s",
            "crossdock.idempotency.store, redis, dev.crossdock:store-redis",
            "crossdock.idempotency.store, basket, 'drawer, memory'",
            "crossdock.shelf.height, high, a whole number from 1 to 10",
            "crossdock.consumer.orders.billing.concurrency, lots, from 1 to 10000"
        })
        void keyFoundAndPossibleAreNamed(String key, String value, String possible) {
            assertThat(refusal(config.with(key, value)))
                    .hasMessageContaining(key)
                    .hasMessageContaining("'" + value + "'")
                    .hasMessageContaining(possible);
        }
    }

    @Nested
    class WhenTheTransportCannotBeOpened {
        private MessagingException failure(Exception thrown) {
            Configuration configuration = Configuration.read(config, List.of(new Provider("shelf", thrown)), List.of());
            return catchThrowableOfType(MessagingException.class, configuration::openTransport);
        }

        @Test
        void theCauseIsKept() {
            IOException cause = new IOException("no route");
            assertThat(failure(cause).code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failure(cause)).hasCause(cause);
            assertThat(failure(new IllegalStateException("x")).code()).isEqualTo(ErrorCode.INTERNAL);
        }

        @Test
        void theLibrarysOwnExceptionComesThrough() {
            MessagingException own = new MessagingException(ErrorCode.UNAUTHENTICATED, "who are you");
            assertThat(failure(own)).isSameAs(own);
        }

        @Test
        void anInterruptIsPassedOn() {
            assertThat(failure(new InterruptedException()).code()).isEqualTo(ErrorCode.INTERRUPTED);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Nested
    class WhenAStoreIsNamed {
        @Test
        void itIsOpenedWithItsOwnSettings() {
            MessagingConfig drawer = config.with("crossdock.idempotency.store", "drawer")
                    .with("crossdock.idempotency.drawer.depth", "4");
            assertThat(read(drawer).openStore()).isInstanceOf(InMemoryIdempotencyStore.class);
            assertThatThrownBy(() -> read(drawer.with("crossdock.idempotency.drawer.depth", "40"))
                            .openStore())
                    .hasMessageContaining("crossdock.idempotency.drawer.depth")
                    .hasMessageContaining("a whole number from 1 to 10");
        }
    }

    @Nested
    class WhenAStoreIsGiven {
        @Test
        void itWinsOverTheName() {
            IdempotencyStore store = new InMemoryIdempotencyStore(new HandDrivenTime(), 1);
            Configuration configuration =
                    read(config.withIdempotencyStore(store).with("crossdock.idempotency.store", "theirs"));
            assertThat(configuration.openStore()).isSameAs(store);
        }
    }

    @Test
    void theStoreInMemoryHasTheSizeThatIsSaid() throws Exception {
        MessagingConfig small = config.with("crossdock.idempotency.memory.max-entries", "1");
        IdempotencyStore store = read(small).openStore();
        for (String key : List.of("a", "b")) {
            Claim.Acquired claim = (Claim.Acquired) store.claim("s", key, Duration.ofSeconds(30));
            assertThat(store.complete(claim, Duration.ofDays(1))).isTrue();
        }
        assertThat(store.claim("s", "b", Duration.ofSeconds(30))).isEqualTo(new Claim.Completed());
        assertThat(store.claim("s", "a", Duration.ofSeconds(30))).isInstanceOf(Claim.Acquired.class);
    }
}
