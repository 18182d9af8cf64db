package dev.crossdock.messaging.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of messages that came back as often as they may, and nobody knows which of them killed its process. */
@Timeout(60)
class LastAttemptTest {
    private static final Topic<String> ORDERS = Topic.of("orders", Codec.utf8());
    private static final Address.Inbox INBOX = new Address.Inbox("orders", "billing");
    private static final Address DEAD = new Address.DeadLetters("orders", "billing");
    private static final int ATTEMPTS = 3;

    private final HandDrivenTime time = new HandDrivenTime();
    private final ShelfTransport transport = new ShelfTransport();
    private final Messaging messaging =
            new DefaultMessaging(ShelfEngine.over(transport, time).build(), true);
    private final Map<String, Long> inHand = new ConcurrentHashMap<>();

    private static WireMessage message(String text) {
        return new WireMessage(
                text.getBytes(StandardCharsets.UTF_8), null, Headers.of(Map.of(WireHeaders.ID, "id of " + text)));
    }

    private void putSuspects(int count, int lost) {
        for (int i = 0; i < count; i++) {
            transport.put(INBOX, message("suspect " + i), lost);
        }
    }

    private void consume(int messages) throws InterruptedException {
        CountDownLatch handled = new CountDownLatch(messages);
        messaging
                .consume(ORDERS, "billing")
                .concurrency(2)
                .prefetch(20)
                .retry(RetryPolicy.fixed(Duration.ofSeconds(1)).maxAttempts(ATTEMPTS))
                .handle(delivery -> {
                    inHand.put(delivery.body(), transport.onLoan(INBOX));
                    handled.countDown();
                });
        assertThat(handled.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void close() {
        messaging.close();
    }

    @Test
    void theLastAttemptOfEachIsMadeWithNothingElseInHand() throws InterruptedException {
        putSuspects(12, ATTEMPTS - 1);
        consume(12);
        assertThat(inHand).hasSize(12);
        assertThat(inHand.values()).containsOnly(1L);
        assertThat(transport.on(DEAD)).isEmpty();
    }

    @Test
    void anEarlierAttemptHasCompany() throws InterruptedException {
        putSuspects(12, ATTEMPTS - 2);
        consume(12);
        // The first whose handler ends has looked before anything was settled; which one that is, nobody knows.
        assertThat(inHand.values()).anyMatch(messages -> messages > 1);
    }

    @Test
    void whoeverDidNotSurviveThatIsDead() throws InterruptedException {
        transport.put(INBOX, message("poison"), ATTEMPTS);
        transport.put(INBOX, message("neighbour"), ATTEMPTS - 1);
        consume(1);
        assertThat(inHand).containsOnlyKeys("neighbour");
        assertThat(transport.on(DEAD)).hasSize(1);
    }

    @Test
    void thereIsCompanyAgainWhenTheSuspectsAreBehind() throws InterruptedException {
        putSuspects(3, ATTEMPTS - 1);
        for (int i = 0; i < 200; i++) {
            transport.put(INBOX, message("fresh " + i));
        }
        consume(203);
        assertThat(inHand.get("suspect 2")).isEqualTo(1);
        assertThat(inHand)
                .anySatisfy((text, messages) ->
                        assertThat(text.startsWith("fresh") && messages > 1).isTrue());
    }
}
