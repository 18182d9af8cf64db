package dev.crossdock.conformance.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.OnExhausted;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Races that no broker can show, because they are over before it answers. */
class WhenAStoppedConsumerIsLetGoAtOnceTest {
    private static final Topic<String> TOPIC = Topic.of("let-go", Codec.utf8());
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Messaging messaging = Messaging.open(
            MessagingConfig.of(Map.of("crossdock.transport", "inmemory", "crossdock.inmemory.broker", "let-go")));

    @AfterEach
    void close() {
        messaging.close();
    }

    @Test
    void whoeverSeesThatItStoppedMayLetItGo() {
        int failures = 5_000;
        AtomicInteger attempts = new AtomicInteger();
        Consumer consumer = messaging
                .consume(TOPIC, "group")
                .retry(RetryPolicy.never())
                .onExhausted(OnExhausted.STOP)
                .handle(message -> {
                    if (attempts.incrementAndGet() <= failures) {
                        throw new IllegalStateException("until somebody fixes it");
                    }
                });
        messaging.publisher(TOPIC).publish(Message.of("stops"));
        for (int failed = 1; failed <= failures; failed++) {
            spinUntilAt(attempts, failed);
            spinUntilPaused(consumer);
            consumer.resume();
        }
        spinUntilAt(attempts, failures + 1);
        assertThat(consumer.state()).isEqualTo(Consumer.State.RUNNING);
    }

    @Test
    void ofTwoThatPauseAndLetGoTheLastOneHasItsWay() throws Exception {
        int rounds = 2_000;
        AtomicInteger handled = new AtomicInteger();
        Consumer consumer = messaging.consume(TOPIC, "group").handle(message -> handled.incrementAndGet());
        for (int round = 1; round <= rounds; round++) {
            CountDownLatch both = new CountDownLatch(2);
            Thread pausing = new Thread(() -> {
                meet(both);
                consumer.pause();
            });
            pausing.start();
            meet(both);
            consumer.resume();
            pausing.join();
            if (consumer.state() == Consumer.State.PAUSED) {
                consumer.resume();
            }
            messaging.publisher(TOPIC).publish(Message.of("round " + round));
            spinUntilAt(handled, round);
        }
    }

    private static void meet(CountDownLatch both) {
        both.countDown();
        while (both.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    private static void spinUntilPaused(Consumer consumer) {
        spinUntil("the consumer to stop", () -> consumer.state() == Consumer.State.PAUSED);
    }

    private static void spinUntilAt(AtomicInteger counter, int wanted) {
        spinUntil(wanted + " to be counted", () -> counter.get() >= wanted);
    }

    private static void spinUntil(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end)
                    .as("waited in vain for %s", what)
                    .isNegative();
        }
    }
}
