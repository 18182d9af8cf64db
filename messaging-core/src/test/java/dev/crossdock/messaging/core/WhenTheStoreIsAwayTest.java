package dev.crossdock.messaging.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.Health;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.MessageHandler;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.core.once.InMemoryIdempotencyStore;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of handlers that have accepted while the store of idempotency cannot be reached. */
@Timeout(60)
class WhenTheStoreIsAwayTest {
    private static final Topic<String> ORDERS = Topic.of("orders", Codec.utf8());
    private static final Address.Inbox INBOX = new Address.Inbox("orders", "billing");
    private static final Duration STEP = Duration.ofMillis(200);

    private final HandDrivenTime time = new HandDrivenTime();
    private final ShelfTransport transport = new ShelfTransport();
    private final FickleStore store = new FickleStore(new InMemoryIdempotencyStore(time, 100));
    private final BlockingQueue<MessagingEvent> news = new LinkedBlockingQueue<>();
    private final List<MessagingEvent> told = new ArrayList<>();
    private final AtomicInteger handled = new AtomicInteger();
    private final Messaging messaging = new DefaultMessaging(
            ShelfEngine.over(transport, time)
                    .observers(List.of(news::add))
                    .store(store)
                    .build(),
            true);

    private void consume() {
        consume(3, delivery -> handled.incrementAndGet());
    }

    private void consume(int attempts, MessageHandler<String> handler) {
        transport.put(INBOX, new WireMessage(new byte[] {'a'}, null, Headers.of(Map.of(WireHeaders.ID, "1"))));
        messaging
                .consume(ORDERS, "billing")
                .retry(RetryPolicy.fixed(Duration.ofSeconds(1)).maxAttempts(attempts))
                .idempotent(Idempotency.byMessageId())
                .handle(handler);
    }

    private Health.Status health() {
        return messaging.health().status();
    }

    /** Lets time pass, a step with each look for news, until something has come about. */
    private void passUntil(BooleanSupplier come) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (!come.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("told last: %s", told.isEmpty() ? "nothing" : told.get(told.size() - 1))
                    .isLessThan(end);
            time.pass(STEP);
            MessagingEvent event = news.poll(1, TimeUnit.MILLISECONDS);
            if (event != null) {
                told.add(event);
            }
        }
    }

    private boolean wasTold(Class<? extends MessagingEvent> what) {
        return told.stream().anyMatch(what::isInstance);
    }

    @AfterEach
    void close() {
        messaging.close();
    }

    @Test
    void theMessageIsSettledWhenTheStoreIsBackAndNotHandledAgain() throws InterruptedException {
        store.completes = false;
        consume();
        passUntil(() -> wasTold(MessagingEvent.ExtensionFailed.class));
        assertThat(transport.on(INBOX)).hasSize(1);
        store.completes = true;
        passUntil(() -> transport.on(INBOX).isEmpty());
        assertThat(handled).hasValue(1);
    }

    @Test
    void aMessageThatTheBrokerTookBackMeanwhileIsADuplicateWhenItComesAgain() throws InterruptedException {
        store.completes = false;
        consume();
        passUntil(() -> wasTold(MessagingEvent.ExtensionFailed.class));
        transport.breaks = true;
        passUntil(() -> wasTold(MessagingEvent.Deferred.class));
        store.completes = true;
        passUntil(() -> transport.on(INBOX).isEmpty());
        assertThat(handled).hasValue(1);
        passUntil(() -> wasTold(MessagingEvent.Duplicate.class));
    }

    @Test
    void healthKnowsThatItIsBackAsSoonAsAClaimIsRenewed() throws InterruptedException {
        CountDownLatch mayEnd = new CountDownLatch(1);
        store.onRenew = () -> {
            throw new IOException("the store is away");
        };
        consume(3, delivery -> mayEnd.await());
        passUntil(() -> health() == Health.Status.DEGRADED);
        store.onRenew = () -> {};
        passUntil(() -> health() == Health.Status.UP);
        assertThat(transport.on(INBOX)).hasSize(1);
        mayEnd.countDown();
        passUntil(() -> transport.on(INBOX).isEmpty());
    }

    @Test
    void healthKnowsThatItIsBackAsSoonAsAClaimIsGivenBack() throws InterruptedException {
        CountDownLatch mayEnd = new CountDownLatch(1);
        store.onRenew = () -> {
            throw new IOException("the store is away");
        };
        consume(1, delivery -> {
            mayEnd.await();
            throw new IllegalStateException("every time");
        });
        passUntil(() -> health() == Health.Status.DEGRADED);
        mayEnd.countDown();
        passUntil(() -> wasTold(MessagingEvent.DeadLettered.class));
        assertThat(health()).isEqualTo(Health.Status.UP);
    }

    @Test
    void aRenewalThatFailsWhenTheMessageIsDoneSaysNothingOfTheStore() throws InterruptedException {
        CountDownLatch mayEnd = new CountDownLatch(1);
        CountDownLatch mayFail = new CountDownLatch(1);
        CountDownLatch renewing = new CountDownLatch(1);
        store.onRenew = () -> {
            renewing.countDown();
            mayFail.await();
            throw new IOException("the store did not answer in time");
        };
        consume(3, delivery -> mayEnd.await());
        passUntil(() -> renewing.getCount() == 0);
        mayEnd.countDown();
        passUntil(() -> transport.on(INBOX).isEmpty());
        mayFail.countDown();
        passUntil(() -> wasTold(MessagingEvent.ExtensionFailed.class));
        assertThat(health()).isEqualTo(Health.Status.UP);
    }

    @Test
    void nothingWaitsForItOnAccountOfAClaimThatCouldNotBeGivenBack() throws InterruptedException {
        store.onRelease = () -> {
            throw new IOException("the store is away");
        };
        consume(1, delivery -> {
            throw new IllegalStateException("every time");
        });
        passUntil(() -> wasTold(MessagingEvent.DeadLettered.class));
        assertThat(wasTold(MessagingEvent.ExtensionFailed.class)).isTrue();
        assertThat(health()).isEqualTo(Health.Status.UP);
    }

    /** What happens before a call reaches the store. */
    @FunctionalInterface
    private interface Before {
        void call() throws Exception;
    }

    private static final class FickleStore implements IdempotencyStore {
        private final IdempotencyStore sound;
        private volatile boolean completes = true;
        private volatile Before onRenew = () -> {};
        private volatile Before onRelease = () -> {};

        FickleStore(IdempotencyStore sound) {
            this.sound = sound;
        }

        @Override
        public Claim claim(String scope, String key, Duration lease) throws Exception {
            return sound.claim(scope, key, lease);
        }

        @Override
        public boolean renew(Claim.Acquired claim, Duration lease) throws Exception {
            onRenew.call();
            return sound.renew(claim, lease);
        }

        @Override
        public boolean complete(Claim.Acquired claim, Duration retention) throws Exception {
            if (!completes) {
                throw new IOException("the store is away");
            }
            return sound.complete(claim, retention);
        }

        @Override
        public void release(Claim.Acquired claim) throws Exception {
            onRelease.call();
            sound.release(claim);
        }
    }
}
