package dev.crossdock.messaging.core;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Health;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Publisher;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DefaultMessagingTest {
    private static final Topic<String> ORDERS = Topic.of("orders", Codec.utf8());

    private final HandDrivenTime time = new HandDrivenTime();
    private final ShelfTransport transport = new ShelfTransport();
    private final List<String> log = transport.log;
    private final Engine engine = ShelfEngine.over(transport, time).build();
    private final Messaging messaging = new DefaultMessaging(engine, true);

    @Test
    void aHandlerMayNotRunForLongerThanTheBrokerWaits() {
        transport.maxHold = Duration.ofHours(1);
        assertThatThrownBy(() -> messaging
                        .consume(ORDERS, "billing")
                        .maxHandlerTime(Duration.ofHours(1).plusNanos(1))
                        .handle(delivery -> {}))
                .hasMessageContaining("max-handler-time")
                .hasMessageContaining("PT1H");
        assertThat(transport.provisioned).isEmpty();
        messaging
                .consume(ORDERS, "billing")
                .maxHandlerTime(Duration.ofHours(1))
                .handle(delivery -> {})
                .close();
    }

    /** A consumer of which only its end matters here. */
    private final class Worker implements Member {
        private final String group;
        private volatile String problem = "";
        private volatile boolean handling;
        private volatile Thread closedBy;
        private volatile Runnable onClose = () -> {};

        Worker(String group) {
            this.group = group;
            engine.members().add(this);
        }

        @Override
        public Optional<String> problem() {
            return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
        }

        @Override
        public boolean isHandling() {
            return handling;
        }

        @Override
        public String topic() {
            return "orders";
        }

        @Override
        public String group() {
            return group;
        }

        @Override
        public State state() {
            return State.RUNNING;
        }

        @Override
        public void pause() {
            throw new AssertionError("nobody pauses here");
        }

        @Override
        public void resume() {
            throw new AssertionError("nobody pauses here");
        }

        @Override
        public void concurrency(int handlers) {
            throw new AssertionError("it stays as it is");
        }

        @Override
        public void close() {
            throw new AssertionError("its messaging closes it with a limit");
        }

        @Override
        public boolean close(Duration limit) {
            closedBy = Thread.currentThread();
            onClose.run();
            log.add("closed " + group + " within " + limit);
            engine.members().remove(this);
            return true;
        }
    }

    @Nested
    class WhenItIsClosed {
        @Test
        void consumersGoFirstAndMayStillPublish() {
            Publisher<String> publisher = messaging.publisher(ORDERS);
            Worker worker = new Worker("billing");
            worker.onClose = () -> publisher.publish("last words");
            messaging.close();
            assertThat(transport.on(new Address.Topic("orders"))).hasSize(1);
            assertThat(log).endsWith("closed billing within PT10S", "close");
        }

        @Test
        void consumersCloseAtTheSameTime() {
            CyclicBarrier together = new CyclicBarrier(2);
            for (String group : List.of("billing", "shipping")) {
                new Worker(group).onClose = () -> {
                    try {
                        together.await(20, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        throw new AssertionError("the other is not closing", e);
                    }
                };
            }
            messaging.close();
            assertThat(log).filteredOn(entry -> entry.startsWith("closed")).hasSize(2);
        }

        @Test
        void oneThatIsClosedFromItsHandlerIsClosedByThatThread() {
            Worker mine = new Worker("billing");
            mine.handling = true;
            Worker other = new Worker("shipping");
            messaging.close();
            assertThat(mine.closedBy).isSameAs(Thread.currentThread());
            assertThat(other.closedBy).isNotNull().isNotSameAs(Thread.currentThread());
        }

        @Test
        void oneThatThrowsDoesNotKeepTheOthersFromClosing() {
            new Worker("billing").onClose = () -> {
                throw new IllegalStateException("it does not want to");
            };
            new Worker("shipping");
            messaging.close();
            assertThat(log).contains("closed shipping within PT10S", "close");
        }

        @Test
        void itWaitsForAnswersAndThenDisconnects() throws Exception {
            transport.answersAtOnce = false;
            CompletableFuture<Void> publish =
                    messaging.publisher(ORDERS).publishAsync(Message.of("x")).toCompletableFuture();
            FutureTask<Void> closing = new FutureTask<>(messaging::close, null);
            int alarms = time.alarms();
            new Thread(closing, "closing").start();
            time.awaitAlarms(alarms + 1);
            assertThat(transport.closed).isFalse();
            transport.sent.get(0).confirm();
            closing.get(20, TimeUnit.SECONDS);
            assertThat(publish).isCompleted();
            assertThat(transport.closed).isTrue();
        }

        @Test
        void itDoesNotWaitLongerThanItMay() throws Exception {
            transport.answersAtOnce = false;
            CompletableFuture<Void> publish =
                    messaging.publisher(ORDERS).publishAsync(Message.of("x")).toCompletableFuture();
            FutureTask<Void> closing = new FutureTask<>(messaging::close, null);
            int alarms = time.alarms();
            new Thread(closing, "closing").start();
            time.awaitAlarms(alarms + 1);
            time.pass(ofSeconds(10));
            closing.get(20, TimeUnit.SECONDS);
            assertThat(publish).isCompletedExceptionally();
            assertThat(transport.closed).isTrue();
        }

        @Test
        void nothingCanBeDoneAfterwards() {
            Publisher<String> publisher = messaging.publisher(ORDERS);
            messaging.close();
            messaging.close();
            for (Runnable action : List.<Runnable>of(
                    () -> publisher.publish("x"),
                    () -> messaging.publisher(ORDERS),
                    () -> messaging.consume(ORDERS, "billing"),
                    () -> messaging.deadLetters(ORDERS, "billing"),
                    () -> engine.members().add(new Worker("late")))) {
                assertThatThrownBy(action::run)
                        .isInstanceOfSatisfying(
                                MessagingException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
            }
            assertThat(messaging.health().status()).isEqualTo(Health.Status.DOWN);
            assertThat(log).filteredOn("close"::equals).hasSize(1);
        }

        @Test
        void anInterruptShortensTheWaitAndIsKept() {
            transport.answersAtOnce = false;
            CompletableFuture<Void> publish =
                    messaging.publisher(ORDERS).publishAsync(Message.of("x")).toCompletableFuture();
            Thread.currentThread().interrupt();
            messaging.close();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(publish).isCompletedExceptionally();
        }
    }

    @Nested
    class WhenItIsAskedForItsHealth {
        @Test
        void allIsWell() {
            new Worker("billing");
            assertThat(messaging.health()).isEqualTo(new Health(Health.Status.UP, Map.of()));
            assertThat(transport.pings).isEqualTo(1);
        }

        @Test
        void aConsumerThatStandsStillDegradesIt() {
            new Worker("billing").problem = "It was paused";
            new Worker("shipping");
            assertThat(messaging.health())
                    .isEqualTo(new Health(Health.Status.DEGRADED, Map.of("orders/billing", "It was paused")));
        }

        @Test
        void aBrokerThatFailsIsDown() {
            new Worker("billing").problem = "It was paused";
            transport.onPing = () -> {
                throw new IllegalStateException("gone");
            };
            Health health = messaging.health();
            assertThat(health.status()).isEqualTo(Health.Status.DOWN);
            assertThat(health.problems()).containsOnlyKeys("broker", "orders/billing");
            assertThat(health.problems().get("broker")).contains("gone");
        }

        @Test
        void aBrokerThatDoesNotAnswerIsDownAndAskedOnlyOnce() throws Exception {
            CountDownLatch thaw = new CountDownLatch(1);
            CountDownLatch asked = new CountDownLatch(1);
            List<Thread> asking = Collections.synchronizedList(new ArrayList<>());
            transport.onPing = () -> {
                asking.add(Thread.currentThread());
                asked.countDown();
                try {
                    assertThat(thaw.await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            };
            for (int i = 0; i < 3; i++) {
                FutureTask<Health> health = new FutureTask<>(messaging::health);
                new Thread(health, "health").start();
                time.awaitAlarms(1);
                time.pass(ofSeconds(5));
                assertThat(health.get(20, TimeUnit.SECONDS).status()).isEqualTo(Health.Status.DOWN);
            }
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            thaw.countDown();
            assertThat(asking).hasSize(1);
            asking.get(0).join(20_000);
            transport.onPing = () -> {};
            assertThat(messaging.health().status()).isEqualTo(Health.Status.UP);
        }
    }

    @Nested
    class WhenAPublisherIsAskedFor {
        @Test
        void itsTopicIsMadeSureOfOnce() {
            messaging.publisher(ORDERS);
            messaging.publisher(ORDERS);
            assertThat(log).containsExactly("provision " + new Address.Topic("orders"));
        }
    }

    @Nested
    class WhenAGroupHasNoProperName {
        @Test
        void itIsRefused() {
            for (String group : List.of("", " a", "a\u0000", "\uD800", "a".repeat(129))) {
                assertThatThrownBy(() -> messaging.consume(ORDERS, group))
                        .isInstanceOfSatisfying(
                                MessagingException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                        .hasMessageContaining("group");
                assertThatThrownBy(() -> messaging.deadLetters(ORDERS, group)).isInstanceOf(MessagingException.class);
            }
        }
    }
}
