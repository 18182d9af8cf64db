package dev.crossdock.transport.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Attributes of all types, packed headers that are broken, envelopes of SNS: whatever is read keeps its body. */
class WhenNativeMessagesAreHostileTest {
    private static final long SEED = Long.getLong("crossdock.fuzz.seed", 20_260_101L);
    private static final int MESSAGES = 100_000;
    private static final List<String> NAMES = List.of(
            WireHeaders.ID,
            WireHeaders.CONTENT_TYPE,
            WireHeaders.RETRY_COUNT,
            WireFormat.DELIVERED,
            "crossdock-unheard-of",
            "Crossdock-Id",
            "h",
            "H",
            "AWS.Trace");
    private static final List<String> TEXTS = List.of(
            "-",
            " ",
            "text",
            "{}",
            "{\"Type\":\"Notification\",\"Message\":\"{\\\"Type\\\":\\\"Notification\\\"}\"}",
            "{\"Type\":\"Notification\",\"Mess",
            "AQ==",
            "AQ=",
            "A",
            "ü😅",
            "99999999999",
            "\t\r\n");
    private static final List<String> PACKED = List.of(
            "{}",
            "{",
            "[]",
            "null",
            "{\"$body\":\"base64\"}",
            "{\"$body\":\"empty\"}",
            "{\"$body\":\"zip\"}",
            "{\"$body\":\"base64\",\"$body\":\"empty\",\"$key\":\"\"}",
            "{\"$key\":\"a\",\"$key\":\"b\",\"h\":\"1\",\"h\":\"2\"}",
            "{\"crossdock-headers\":\"{}\"}",
            "{\"h\":\"\\ud800\",\"crossdock-id\":\"\\udc00x\"}",
            "{\"h\":\"\\u-001\"}",
            "{\"h\":\"\\u+041\"}",
            "{\"h\":\"\\u0000\\uffff\"}",
            "{\"\":\"\"}",
            "{\"crossdock-sqs-delivered\":\"-1\",\"crossdock-id\":\"7\"}",
            "{\"crossdock-sqs-delivered\":\"99999999999\"}",
            "{\"h\":{\"deep\":\"1\"}}",
            "{\"h\":1}");

    private final SplittableRandom random = new SplittableRandom(SEED);

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String text() {
        String text = any(TEXTS);
        // The service takes no half of a surrogate pair, and hands out none.
        if (random.nextInt(3) > 0 || text.codePoints().anyMatch(Character::isSupplementaryCodePoint)) {
            return text;
        }
        StringBuilder cut = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            cut.insert(random.nextInt(cut.length() + 1), (char) (' ' + random.nextInt(95)));
        }
        return cut.toString();
    }

    private String packed() {
        String packed = any(PACKED);
        if (random.nextInt(3) > 0) {
            return packed;
        }
        int at = random.nextInt(packed.length());
        return packed.substring(0, at)
                + any(List.of("", "\"", "\\", "{", "}", ",", ":", "\\u", "é"))
                + packed.substring(at);
    }

    private MessageAttributeValue value() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return switch (random.nextInt(4)) {
            case 0 ->
                MessageAttributeValue.builder()
                        .dataType("Binary")
                        .binaryValue(SdkBytes.fromByteArray(bytes))
                        .build();
            case 1 ->
                MessageAttributeValue.builder()
                        .dataType("Number.huge")
                        .stringValue("-1e" + random.nextInt())
                        .build();
            case 2 -> MessageAttributeValue.builder().dataType("String").build();
            default -> string(text());
        };
    }

    private static MessageAttributeValue string(String text) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(text)
                .build();
    }

    private Message message() {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            attributes.put(any(NAMES), value());
        }
        if (random.nextInt(3) > 0) {
            attributes.put(WireFormat.PACKED, random.nextInt(10) == 0 ? value() : string(packed()));
        }
        Message.Builder message = Message.builder()
                .messageId("native")
                .body(random.nextInt(50) == 0 ? null : text())
                .messageAttributes(attributes);
        return random.nextBoolean()
                ? message.build()
                : message.attributes(Map.of(MessageSystemAttributeName.MESSAGE_GROUP_ID, text()))
                        .build();
    }

    /** As SQS would hand it out again. */
    private static Message sent(WireMessage copy) {
        Parcel.Content content = WireFormat.content(copy);
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        content.attributes().forEach((name, value) -> {
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(value) && WireText.isLegal(value))
                    .as("SQS takes %s", name)
                    .isTrue();
            attributes.put(name, string(value));
        });
        return Message.builder()
                .messageId("native")
                .body(content.body())
                .messageAttributes(attributes)
                .build();
    }

    @Test
    void eachIsReadAndACopyOfItIsReadAsTheSame() {
        int damaged = 0;
        for (int i = 0; i < MESSAGES; i++) {
            Message received = message();
            String text = "seed " + SEED + ", message " + i + ": " + received;
            try {
                WireMessage read = WireFormat.message(received);
                assertThat(WireFormat.deliveriesBefore(received)).as(text).isBetween(0, 999_999_999);
                damaged += read.headers().contains(WireHeaders.PACKED) ? 1 : 0;
                judgeBody(received, read);
                assertThat(read.headers().asMap().keySet()).doesNotHaveDuplicates();
                WireMessage copy = WireFormat.message(sent(read));
                assertThat(copy.body()).isEqualTo(read.body());
                assertThat(copy.key()).isEqualTo(read.key());
                assertThat(copy.headers().asMap())
                        .containsAllEntriesOf(read.headers().asMap());
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(e + "\n" + text, e);
            }
        }
        assertThat(damaged).isBetween(MESSAGES / 10, MESSAGES * 9 / 10);
    }

    // As it is, or decoded if somebody says so and it can be.
    private static void judgeBody(Message received, WireMessage read) {
        String body = received.body();
        if (body == null) {
            assertThat(read.body()).isEmpty();
        } else if (!new String(read.body(), StandardCharsets.UTF_8).equals(body)) {
            MessageAttributeValue packed = received.messageAttributes().get(WireFormat.PACKED);
            assertThat(packed.stringValue()).contains("$body");
            assertThat(read.headers().contains(WireHeaders.PACKED)
                            && !packed.stringValue().contains("crossdock-headers"))
                    .isFalse();
            assertThat(read.body())
                    .isEqualTo(
                            body.equals("-") && packed.stringValue().contains("empty")
                                    ? new byte[0]
                                    : Base64.getDecoder().decode(body));
        }
    }
}
