package dev.crossdock.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Keys, values and headers of any bytes, of none, and of one name many times: whatever is read keeps its body. */
class WhenNativeMessagesAreHostileTest {
    private static final long SEED = Long.getLong("crossdock.fuzz.seed", 20_260_101L);
    private static final int MESSAGES = 100_000;
    private static final List<String> NAMES = List.of(
            WireHeaders.ID,
            WireHeaders.CONTENT_TYPE,
            WireHeaders.RETRY_COUNT,
            "crossdock-unheard-of",
            "Crossdock-Id",
            "ce_id",
            "",
            " ",
            "h",
            "H",
            "a\r\nb",
            "\u0000",
            "ü",
            "\uFFFD");
    private static final List<String> TEXTS =
            List.of("", " ", "text", "-1", "99999999999", "\u0000", "a\r\nb", "😅", "\uFFFD", "x".repeat(256));

    private final SplittableRandom random = new SplittableRandom(SEED);

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private byte @Nullable [] bytes() {
        switch (random.nextInt(3)) {
            case 0 -> {
                return null;
            }
            case 1 -> {
                return any(TEXTS).getBytes(StandardCharsets.UTF_8);
            }
            default -> {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                return bytes;
            }
        }
    }

    private Headers headers() {
        Headers headers = new RecordHeaders();
        for (int i = random.nextInt(7); i > 0; i--) {
            byte[] name = random.nextInt(8) == 0 ? bytes() : null;
            byte[] value = bytes();
            headers.add(
                    name == null
                            ? new RecordHeader(any(NAMES), value)
                            : new RecordHeader(ByteBuffer.wrap(name), value == null ? null : ByteBuffer.wrap(value)));
        }
        return headers;
    }

    private static ConsumerRecord<byte[], byte[]> record(
            byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return new ConsumerRecord<>(
                "orders", 0, 7, 0, TimestampType.CREATE_TIME, 0, 0, key, value, headers, Optional.empty());
    }

    @Test
    void eachIsReadAndACopyOfItIsReadAsTheSame() {
        for (int i = 0; i < MESSAGES; i++) {
            byte[] key = bytes();
            byte[] value = bytes();
            Headers headers = headers();
            try {
                WireMessage read = WireRecords.toMessage(record(key, value, headers));
                assertThat(read.body()).isEqualTo(value == null ? new byte[0] : value);
                assertThat(read.key()).isEqualTo(key == null ? null : new String(key, StandardCharsets.UTF_8));
                Set<String> names = new HashSet<>();
                read.headers()
                        .forEach((name, text) -> assertThat(names.add(name) && text != null)
                                .as("header %s", name)
                                .isTrue());
                ProducerRecord<byte[], byte[]> copy = WireRecords.toRecord("orders", read);
                WireMessage copied = WireRecords.toMessage(record(copy.key(), copy.value(), copy.headers()));
                assertThat(copied.body()).isEqualTo(read.body());
                assertThat(copied.key()).isEqualTo(read.key());
                assertThat(copied.headers()).isEqualTo(read.headers());
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(e + "\nseed " + SEED + ", message " + i + ": " + headers, e);
            }
        }
    }
}
