package dev.crossdock.messaging.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.BackoffPolicy;
import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Delivery;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.Outcome;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of messages that a handler has, or that wait here, when they are not ours any more. */
@Timeout(60)
class WhenTheBrokerTakesMessagesBackTest {
    private static final Topic<String> ORDERS = Topic.of("orders", Codec.utf8());
    private static final Address.Inbox INBOX = new Address.Inbox("orders", "billing");
    private static final Address DEAD = new Address.DeadLetters("orders", "billing");
    private static final Duration STEP = Duration.ofMillis(50);
    private static final BackoffPolicy HALF_A_SECOND_LATER = RetryPolicy.fixed(Duration.ofMillis(500));

    private final HandDrivenTime time = new HandDrivenTime();
    private final ShelfTransport transport = new ShelfTransport();
    private final List<MessagingEvent> told = new CopyOnWriteArrayList<>();
    private final BlockingQueue<MessagingEvent> news = new LinkedBlockingQueue<>();
    private final Messaging messaging = new DefaultMessaging(
            ShelfEngine.over(transport, time)
                    .observers(List.of(told::add, news::add))
                    .build(),
            true);
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    WhenTheBrokerTakesMessagesBackTest() {
        // Attempts that are soon to be repeated stay here.
        transport.releases = false;
    }

    private void put(String... texts) {
        for (String text : texts) {
            transport.put(
                    INBOX,
                    new WireMessage(
                            text.getBytes(StandardCharsets.UTF_8),
                            "key",
                            Headers.of(Map.of(WireHeaders.ID, "id of " + text))));
        }
    }

    /** One at a time: when the next one begins, everything has been done about the one before. */
    private void consume(RetryPolicy retry, Ordering ordering, Handler handler) {
        messaging
                .consume(ORDERS, "billing")
                .concurrency(1)
                .ordering(ordering)
                .retry(retry)
                .decide(delivery -> {
                    begun.add(delivery.body());
                    return handler.handle(delivery, begun.size());
                });
    }

    private void waitUntil(BooleanSupplier come) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (!come.getAsBoolean()) {
            assertThat(System.nanoTime()).as("begun: %s, told: %s", begun, told).isLessThan(end);
            time.pass(STEP);
            // Wakes as soon as something is told; what was asked for may come about without.
            MessagingEvent unused = news.poll(1, TimeUnit.MILLISECONDS);
        }
    }

    private boolean wasTold(Class<? extends MessagingEvent> what) {
        return told.stream().anyMatch(what::isInstance);
    }

    private void breakTheConnectionUnderTheFirst() throws InterruptedException {
        waitUntil(() -> begun.size() == 1);
        transport.breaks = true;
        waitUntil(() -> wasTold(MessagingEvent.ConnectionRestored.class));
        mayEnd.countDown();
    }

    @AfterEach
    void close() {
        mayEnd.countDown();
        messaging.close();
    }

    @Test
    void nothingFollowsWhenItsHandlerFails() throws InterruptedException {
        put("a");
        consume(RetryPolicy.never(), Ordering.UNORDERED, (delivery, call) -> {
            if (call == 1) {
                mayEnd.await();
                throw new IllegalStateException("failed too late");
            }
            return Outcome.accept();
        });
        breakTheConnectionUnderTheFirst();
        waitUntil(() -> transport.on(INBOX).isEmpty());
        assertThat(begun).containsExactly("a", "a");
        assertThat(transport.on(DEAD)).isEmpty();
        assertThat(wasTold(MessagingEvent.DeadLettered.class)).isFalse();
    }

    @Test
    void nothingFollowsWhenItsHandlerSetsItAside() throws InterruptedException {
        put("a");
        consume(HALF_A_SECOND_LATER.maxAttempts(3), Ordering.UNORDERED, (delivery, call) -> {
            if (call == 1) {
                mayEnd.await();
            }
            return Outcome.deadLetter("not for us");
        });
        breakTheConnectionUnderTheFirst();
        waitUntil(() -> transport.on(INBOX).isEmpty());
        assertThat(begun).containsExactly("a", "a");
        assertThat(transport.on(DEAD)).hasSize(1);
    }

    @Test
    void itIsNotTriedAgainHereThoughItsRetryWasDecidedUpon() throws InterruptedException {
        put("a");
        RetryPolicy breaking = failure -> {
            transport.breaks = true;
            awaitTold(MessagingEvent.ConnectionLost.class);
            return Outcome.retryAfter(Duration.ofMillis(500));
        };
        consume(breaking, Ordering.UNORDERED, (delivery, call) -> {
            if (call == 1) {
                throw new IllegalStateException("fails while the broker can be reached");
            }
            return Outcome.accept();
        });
        waitUntil(() -> transport.on(INBOX).isEmpty());
        time.pass(Duration.ofSeconds(1));
        put("b");
        waitUntil(() -> transport.on(INBOX).isEmpty());
        assertThat(begun).containsExactly("a", "a", "b");
    }

    @Test
    void theYoungerOnesOfItsKeyGoBackBehindItWhileItsHandlerRuns() throws InterruptedException {
        put("a", "b", "c");
        consume(HALF_A_SECOND_LATER.maxAttempts(3), Ordering.PER_KEY, (delivery, call) -> {
            if (call == 1) {
                mayEnd.await();
            }
            return Outcome.accept();
        });
        waitUntil(() -> begun.size() == 1 && transport.onLoan(INBOX) == 3);
        transport.takeBack(INBOX, "a");
        waitUntil(() -> transport.log.contains("giveBack 2"));
        mayEnd.countDown();
        waitUntil(() -> transport.on(INBOX).isEmpty());
        assertThat(begun).containsExactly("a", "a", "b", "c");
    }

    @Test
    void theYoungerOnesOfItsKeyGoBackBehindItWhileItWaits() throws InterruptedException {
        put("a", "b", "c");
        consume(RetryPolicy.fixed(Duration.ofDays(1)).maxAttempts(3), Ordering.PER_KEY, (delivery, call) -> {
            if (call == 1) {
                throw new IllegalStateException("fails once");
            }
            return Outcome.accept();
        });
        waitUntil(() -> wasTold(MessagingEvent.RetryScheduled.class) && transport.onLoan(INBOX) == 3);
        transport.takeBack(INBOX, "a");
        waitUntil(() -> transport.on(INBOX).isEmpty());
        assertThat(begun).containsExactly("a", "a", "b", "c");
    }

    private void awaitTold(Class<? extends MessagingEvent> what) {
        try {
            waitUntil(() -> wasTold(what));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Knows the number of its call. */
    @FunctionalInterface
    private interface Handler {
        Outcome handle(Delivery<String> delivery, int call) throws Exception;
    }
}
