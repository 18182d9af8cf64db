package dev.crossdock.transport.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.LongStringHelper;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Headers of every type that AMQP 0-9-1 has, under every name: whatever is read keeps its body. */
class WhenNativeMessagesAreHostileTest {
    private static final long SEED = Long.getLong("crossdock.fuzz.seed", 20_260_101L);
    private static final int MESSAGES = 100_000;
    private static final List<String> NAMES = List.of(
            WireHeaders.ID,
            WireHeaders.CONTENT_TYPE,
            WireHeaders.RETRY_COUNT,
            WireHeaders.NOT_BEFORE,
            WireFormat.KEY,
            "crossdock-user-x-death",
            "crossdock-user-h",
            "crossdock-unheard-of",
            "Crossdock-Id",
            "x-death",
            "x-delivery-count",
            "x-first-death-queue",
            "",
            " ",
            "h",
            "H",
            "a\r\nb",
            "\u0000",
            "ü");
    private static final List<String> TEXTS = List.of(
            "", " ", "text", "-1", "99999999999", "\u0000", "a\r\nb", "😅", "\uFFFD", "x".repeat(255), "ü".repeat(128));

    private final SplittableRandom random = new SplittableRandom(SEED);

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private byte[] bytes(int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    @SuppressWarnings("JavaUtilDate") // the client's type for the protocol's time stamps
    private @Nullable Object value(int depth) {
        return switch (random.nextInt(depth > 4 ? 12 : 15)) {
            case 0 -> null;
            case 1 -> random.nextInt();
            case 2 -> random.nextLong();
            case 3 -> (short) random.nextInt();
            case 4 -> (byte) random.nextInt();
            case 5 -> random.nextBoolean();
            case 6 -> Double.longBitsToDouble(random.nextLong());
            case 7 -> Float.intBitsToFloat(random.nextInt());
            case 8 -> new BigDecimal(BigInteger.valueOf(random.nextInt()), random.nextInt(256));
            case 9 -> new Date(random.nextLong());
            case 10 -> bytes(20);
            case 11 ->
                LongStringHelper.asLongString(
                        random.nextBoolean() ? bytes(20) : any(TEXTS).getBytes(StandardCharsets.UTF_8));
            case 12 -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(depth + 1));
                }
                yield list;
            }
            case 13 -> {
                Map<String, Object> table = new HashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    table.put(any(NAMES), value(depth + 1));
                }
                yield table;
            }
            default -> nested(random.nextInt(1, 60));
        };
    }

    private Object nested(int levels) {
        Object nested = "end";
        for (int i = 0; i < levels; i++) {
            nested = random.nextBoolean() ? List.of(nested) : Map.of("n", nested);
        }
        return nested;
    }

    private AMQP.BasicProperties properties() {
        AMQP.BasicProperties.Builder properties = new AMQP.BasicProperties.Builder();
        if (random.nextInt(10) > 0) {
            Map<String, Object> table = new HashMap<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                table.put(any(NAMES), value(0));
            }
            properties.headers(table);
        }
        return properties
                .messageId(random.nextBoolean() ? any(TEXTS) : null)
                .contentType(random.nextBoolean() ? any(TEXTS) : null)
                .build();
    }

    /** As the broker would hand out the copy that the engine sends to a queue. */
    private static WireMessage copied(WireMessage message) {
        AMQP.BasicProperties sent = WireFormat.properties(message);
        Map<String, Object> table = new HashMap<>();
        sent.getHeaders()
                .forEach((name, value) -> table.put(
                        name, LongStringHelper.asLongString(value.toString().getBytes(StandardCharsets.UTF_8))));
        return WireFormat.message("", "queue", sent.builder().headers(table).build(), message.body());
    }

    @Test
    void eachIsReadAndACopyOfItIsReadAsTheSame() {
        for (int i = 0; i < MESSAGES; i++) {
            AMQP.BasicProperties properties = properties();
            byte[] body = bytes(50);
            try {
                WireMessage read = WireFormat.message(any(List.of("", "orders")), any(TEXTS), properties, body);
                assertThat(WireFormat.deliveriesBefore(properties)).isBetween(0, 1 << 20);
                assertThat(read.body()).isSameAs(body);
                WireMessage copy = copied(read);
                assertThat(copy.body()).isSameAs(body);
                assertThat(copy.key()).isEqualTo(read.key());
                assertThat(copy.headers()).isEqualTo(read.headers());
                assertThat(copy.headers().size()).isEqualTo(read.headers().size());
            } catch (RuntimeException | AssertionError | StackOverflowError e) {
                throw new AssertionError(e + "\nseed " + SEED + ", message " + i + ": " + properties, e);
            }
        }
    }

    @Test
    void whatIsNestedDeeperThanAThreadCanFollowIsCut() {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .headers(Map.of("h", nested(100_000), "n", 1))
                .build();
        WireMessage read = WireFormat.message("", "queue", properties, new byte[] {1});
        assertThat(read.headers().get("h")).contains("…").hasSizeLessThan(200);
        assertThat(read.headers().get("n")).isEqualTo("1");
    }
}
