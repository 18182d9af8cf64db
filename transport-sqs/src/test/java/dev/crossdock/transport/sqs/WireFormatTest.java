package dev.crossdock.transport.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

class WireFormatTest {
    private static WireMessage message(byte[] body, @Nullable String key, String... headers) {
        return new WireMessage(body, key, Headers.ofPairs(headers));
    }

    private static WireMessage roundTrip(WireMessage message) {
        return WireFormat.message(received(WireFormat.content(message)));
    }

    private static Message received(Parcel.Content content) {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        content.attributes().forEach((name, value) -> {
            assertThat(WireText.isLegal(value)).as(name).isTrue();
            attributes.put(name, text(value));
        });
        assertThat(WireText.isLegal(content.body())).isTrue();
        return Message.builder()
                .messageId("native")
                .body(content.body())
                .messageAttributes(attributes)
                .build();
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }

    @Nested
    class WhenWeHaveSentIt {
        @ParameterizedTest
        @ValueSource(strings = {"", " ", "{}", "text\r\n\t", "\u0000", "<x>\uFFFF</x>", "\uFEFFü😅", "-", "a\u007f"})
        void aTextArrivesAsItWas(String text) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            assertThat(roundTrip(message(body, null)).body()).isEqualTo(body);
        }

        @Test
        void bytesThatAreNoTextArriveAsTheyWere() {
            Random random = new Random(1);
            for (int length = 0; length < 300; length++) {
                byte[] body = new byte[length];
                random.nextBytes(body);
                assertThat(roundTrip(message(body, null)).body()).isEqualTo(body);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "a\"b\\c", "\u0000", "\uFFFF", "😅", "a\r\nb", "\\u0041", "$key", "ü"})
        void headersAndKeyArriveAsTheyWere(String value) {
            WireMessage sent = message(
                    new byte[] {1}, "k" + value, WireHeaders.ID, "7", "h", value, WireHeaders.CONTENT_TYPE, "a/b");
            WireMessage got = roundTrip(sent);
            assertThat(got.key()).isEqualTo("k" + value);
            assertThat(got.headers().asMap()).isEqualTo(sent.headers().asMap());
        }

        @Test
        void anIdThatNoAttributeCanHaveIsPacked() {
            Parcel.Content content = WireFormat.content(message(new byte[] {65}, null, WireHeaders.ID, "a\u0001"));
            assertThat(content.attributes()).containsOnlyKeys(WireFormat.PACKED);
            assertThat(WireFormat.message(received(content)).headers().get(WireHeaders.ID))
                    .isEqualTo("a\u0001");
        }

        @Test
        void itsSizeIsWhatTheBrokerCounts() {
            Parcel.Content content =
                    WireFormat.content(message("ü😅".getBytes(StandardCharsets.UTF_8), null, WireHeaders.ID, "7"));
            assertThat(content.size())
                    .isEqualTo(2 + 4 + "crossdock-idString7".length() + "crossdock-headersString{}".length());
        }

        @Test
        void deliveriesOfEarlierCopiesCountAndDoNotShow() {
            Message copy = received(WireFormat.content(message(new byte[] {1}, null, WireFormat.DELIVERED, "3")));
            assertThat(WireFormat.deliveriesBefore(copy)).isEqualTo(3);
            assertThat(WireFormat.message(copy).headers().isEmpty()).isTrue();
        }
    }

    @Nested
    class WhenSomebodyElseHasSentIt {
        @Test
        void itsAttributesAreHeadersAndItsNativeIdIsItsId() {
            Message foreign = Message.builder()
                    .messageId("native")
                    .body("text")
                    .attributes(Map.of(MessageSystemAttributeName.MESSAGE_GROUP_ID, "g"))
                    .messageAttributes(Map.of(
                            "Number",
                            MessageAttributeValue.builder()
                                    .dataType("Number")
                                    .stringValue("42")
                                    .build(),
                            "Binary",
                            MessageAttributeValue.builder()
                                    .dataType("Binary")
                                    .binaryValue(SdkBytes.fromByteArray(new byte[] {1, -1}))
                                    .build()))
                    .build();
            WireMessage read = WireFormat.message(foreign);
            assertThat(read.body()).isEqualTo("text".getBytes(StandardCharsets.UTF_8));
            assertThat(read.key()).isEqualTo("g");
            assertThat(read.headers().asMap())
                    .isEqualTo(Map.of("Number", "42", "Binary", "01ff", WireHeaders.ID, "native"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "x",
                    "{",
                    "{\"a\"}",
                    "{\"a\":1}",
                    "{\"a\":\"b\"",
                    "{\"a\":\"\\u00\"}",
                    "{\"a\":\"\\q\"}",
                    "[]"
                })
        void whatLooksLikeOurHeadersAndIsNoneIsAHeader(String packed) {
            Message foreign = Message.builder()
                    .messageId("native")
                    .body("text")
                    .messageAttributes(Map.of(WireFormat.PACKED, text(packed)))
                    .build();
            assertThat(WireFormat.message(foreign).headers().get(WireFormat.PACKED))
                    .isEqualTo(packed);
        }

        @Test
        void ourHeadersMayBeWrittenWithSpaces() {
            Message other = Message.builder()
                    .messageId("native")
                    .body("AQ==")
                    .messageAttributes(
                            Map.of(WireFormat.PACKED, text(" { \"a\" : \"\\u00fc\\n\\/\" ,\n\"$body\":\"base64\" } ")))
                    .build();
            WireMessage read = WireFormat.message(other);
            assertThat(read.body()).isEqualTo(new byte[] {1});
            assertThat(read.headers().get("a")).isEqualTo("ü\n/");
        }
    }
}
