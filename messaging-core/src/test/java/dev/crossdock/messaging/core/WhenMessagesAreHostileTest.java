package dev.crossdock.messaging.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.DeadLetterReason;
import dev.crossdock.messaging.Delivery;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever comes over the wire is handled as what it is, or is a dead letter as it came. */
@Timeout(120)
class WhenMessagesAreHostileTest {
    private static final long SEED = Long.getLong("crossdock.fuzz.seed", 20_260_101L);
    private static final int MESSAGES = 100_000;
    private static final int AT_A_TIME = 500;
    private static final int ATTEMPTS = 3;
    private static final Topic<byte[]> ORDERS = Topic.of("orders", new EvenOnly());
    private static final Address.Inbox INBOX = new Address.Inbox("orders", "billing");
    private static final Address.DeadLetters DEAD = new Address.DeadLetters("orders", "billing");

    private final HandDrivenTime time = new HandDrivenTime();
    private final ShelfTransport transport = new ShelfTransport();
    private final Messaging messaging =
            new DefaultMessaging(ShelfEngine.over(transport, time).build(), true);
    private final Map<Integer, Delivery<byte[]>> handled = new ConcurrentHashMap<>();

    private Consumer consume() {
        return messaging
                .consume(ORDERS, "billing")
                .concurrency(2)
                .prefetch(AT_A_TIME)
                .retry(RetryPolicy.fixed(Duration.ofSeconds(1)).maxAttempts(ATTEMPTS))
                .handle(delivery -> assertThat(handled.put(number(delivery.body()), delivery))
                        .isNull());
    }

    private static int number(byte[] body) {
        return ByteBuffer.wrap(body).getInt();
    }

    @AfterEach
    void close() {
        messaging.close();
    }

    @Test
    void eachIsHandledAsWhatItIsOrIsADeadLetterAsItCame() {
        HostileMessages hostile = new HostileMessages(SEED);
        Consumer consumer = consume();
        int dead = 0;
        for (int from = 0; from < MESSAGES; from += AT_A_TIME) {
            Map<Integer, WireMessage> sent = new HashMap<>();
            for (int i = from; i < from + AT_A_TIME; i++) {
                WireMessage message = hostile.next(i);
                sent.put(i, message);
                transport.put(INBOX, message);
            }
            awaitNothingLeft(from);
            List<WireMessage> letters = transport.on(DEAD);
            for (WireMessage letter : letters.subList(dead, letters.size())) {
                WireMessage original = sent.remove(number(letter.body()));
                assertThat(original).as("seed %d: dead twice", SEED).isNotNull();
                judgeDead(original, letter);
            }
            dead = letters.size();
            sent.forEach((number, original) -> judgeHandled(original, handled.remove(number)));
            assertThat(handled).as("seed %d: handled and dead", SEED).isEmpty();
        }
        assertThat(dead).isBetween(MESSAGES / 10, MESSAGES * 9 / 10);
        assertThat(consumer.state()).isEqualTo(Consumer.State.RUNNING);
    }

    @Test
    void aCopyForARetryOfOneWithoutAnIdHasOneOfItsOwn() {
        transport.releases = false;
        messaging
                .consume(ORDERS, "billing")
                .retry(RetryPolicy.fixed(Duration.ofSeconds(2)).maxAttempts(2))
                .handle(delivery -> {
                    throw new IllegalStateException("the bank is down");
                });
        byte[] twins = {0, 0, 0, 0, 0};
        transport.put(INBOX, new WireMessage(twins, null, Headers.empty()));
        transport.put(INBOX, new WireMessage(twins, null, Headers.empty()));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (transport.on(DEAD).size() < 2 && System.nanoTime() < end) {
            time.pass(Duration.ofSeconds(1));
            LockSupport.parkNanos(100_000);
        }
        assertThat(messaging.deadLetters(ORDERS, "billing").browse(10))
                .as("two that look the same may be two orders")
                .hasSize(2);
    }

    private void awaitNothingLeft(int from) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!transport.on(INBOX).isEmpty()) {
            assertThat(System.nanoTime())
                    .as("seed %d: some of the %d messages from %d on stay", SEED, AT_A_TIME, from)
                    .isLessThan(end);
            LockSupport.parkNanos(100_000);
        }
    }

    private static void judgeDead(WireMessage original, WireMessage letter) {
        String text = "seed " + SEED + ": " + original.headers().asMap();
        assertThat(letter.body()).as(text).isEqualTo(original.body());
        assertThat(letter.key()).as(text).isEqualTo(original.key());
        String reason = letter.headers().get(WireHeaders.DLQ_REASON);
        if (isDamaged(original.headers())) {
            assertThat(reason).as(text).isEqualTo(DeadLetterReason.UNDECODABLE.name());
        } else if (retries(original.headers()) >= ATTEMPTS) {
            assertThat(reason).as(text).isEqualTo(DeadLetterReason.RETRIES_EXHAUSTED.name());
        } else {
            assertThat(reason).as(text).isEqualTo(DeadLetterReason.UNDECODABLE.name());
            assertThat(isRefused(original.body())).as(text).isTrue();
        }
    }

    private static void judgeHandled(WireMessage original, Delivery<byte[]> delivery) {
        String text = "seed " + SEED + ": " + original.headers().asMap();
        assertThat(delivery).as("%s is neither handled nor dead", text).isNotNull();
        assertThat(isDamaged(original.headers()) || isRefused(original.body()))
                .as("%s is handled", text)
                .isFalse();
        assertThat(delivery.body()).as(text).isEqualTo(original.body());
        assertThat(delivery.key()).as(text).isEqualTo(original.key());
        assertThat(delivery.attempt()).as(text).isEqualTo(retries(original.headers()) + 1);
        String id = original.headers().get(WireHeaders.ID);
        assertThat(delivery.id()).as(text).isEqualTo(id == null ? "unknown" : id);
        original.headers().forEach((name, value) -> {
            boolean own = name.startsWith("crossdock-") || name.equals("content-type");
            assertThat(delivery.headers().get(name)).as(text).isEqualTo(own ? null : value);
            assertThat(delivery.envelope().get(name)).as(text).isEqualTo(value);
        });
    }

    private static int retries(Headers headers) {
        return Integer.parseInt(headers.getOrDefault(WireHeaders.RETRY_COUNT, "0"));
    }

    private static boolean isRefused(byte[] body) {
        return body[Integer.BYTES] % 2 != 0;
    }

    // As docs/wire-format.md says it.
    private static boolean isDamaged(Headers headers) {
        return !headers.getOrDefault(WireHeaders.ID, "absent").matches("(?s).{1,255}")
                || headers.contains(WireHeaders.PACKED)
                || !headers.getOrDefault(WireHeaders.RETRY_COUNT, "0").matches("[0-9]{1,9}")
                || !headers.getOrDefault(WireHeaders.REDRIVES, "0").matches("[0-9]{1,9}")
                || !isInstant(headers.get(WireHeaders.FIRST_ATTEMPT_AT))
                || !isInstant(headers.get(WireHeaders.NOT_BEFORE));
    }

    private static boolean isInstant(String value) {
        if (value == null) {
            return true;
        }
        try {
            return value.matches("[0-9]{4}-(?s).*") && Instant.parse(value) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static final class EvenOnly implements Codec<byte[]> {
        @Override
        public String contentType() {
            return "application/octet-stream";
        }

        @Override
        public byte[] encode(byte[] body) {
            return body;
        }

        @Override
        public byte[] decode(byte[] bytes, Headers headers) {
            if (isRefused(bytes)) {
                throw new IllegalArgumentException("wanted an even byte");
            }
            return bytes;
        }
    }
}
