package dev.crossdock.messaging.core.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.MessagingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedHeadersTest {
    private static final String NOW = "2026-01-01T00:00:00.000Z";

    private static Headers toWire(Headers user) {
        return PublishedHeaders.toWire("id-1", NOW, "text/plain", user);
    }

    private static MessagingException refusal(Runnable action) {
        try {
            action.run();
        } catch (MessagingException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
            return e;
        }
        throw new AssertionError("it was not refused");
    }

    @Nested
    class WhenANameMayBePublished {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "..",
                    "a..b",
                    ".a",
                    "a.",
                    "amazon.x",
                    "x-death",
                    "x-delivery-count",
                    "traceparent",
                    "tracestate",
                    "foo",
                    "id",
                    "key",
                    "crossdock",
                    "content-types",
                    "0"
                })
        void itIsCarriedAsItIs(String name) {
            assertThat(toWire(Headers.ofPairs(name, "v")).get(name)).isEqualTo("v");
        }

        @Test
        void itMayHave64CharactersAndNotOneMore() {
            assertThatCode(() -> toWire(Headers.ofPairs("a".repeat(64), "v"))).doesNotThrowAnyException();
            assertThat(refusal(() -> toWire(Headers.ofPairs("a".repeat(65), "v"))))
                    .hasMessageContaining("64")
                    .hasMessageContaining("aaa…");
        }
    }

    @Nested
    class WhenANameMayNotBePublished {
        static List<String> names() {
            return List.of(
                    "",
                    "foo/bar",
                    "a b",
                    "a:b",
                    "a=b",
                    "a\r\nX-Injected: 1",
                    "a\nb",
                    "\u0000",
                    "ünï",
                    "😅",
                    "a".repeat(256),
                    "a".repeat(257),
                    "AWS.TraceHeader",
                    "Nats-Msg-Id",
                    "Nats-Expected-Last-Sequence",
                    "CC",
                    "JMSXDeliveryCount",
                    "REAL_TOPIC",
                    "RECONSUMETIMES",
                    "Foo",
                    "\uD800",
                    "content-type",
                    "crossdock-id",
                    "crossdock-",
                    "crossdock-anything");
        }

        @ParameterizedTest
        @MethodSource("names")
        void itIsNamedWithoutHarmAndItsValueIsNotShown(String name) {
            MessagingException refusal = refusal(() -> toWire(Headers.ofPairs("fine", "x", name, "s3cret")));
            assertThat(refusal.getMessage())
                    .doesNotContain("s3cret")
                    .matches("[ -~…]*")
                    .hasSizeLessThan(700);
        }

        @Test
        void nullIsRefusedToo() {
            assertThat(refusal(() -> toWire(Headers.ofPairs(null, "v")))).hasMessageContaining("null");
        }
    }

    @Nested
    class WhenAValueMayBePublished {
        static List<String> values() {
            return List.of(
                    "",
                    "  both ends  ",
                    "\t",
                    "007",
                    "true",
                    "1e3",
                    "😅",
                    "مرحبا",
                    "a\r\nX-Injected: 1",
                    "\u0000",
                    "\uFFFF",
                    "x".repeat(4096),
                    "ü".repeat(2048),
                    "€".repeat(1365),
                    "😅".repeat(1024));
        }

        @ParameterizedTest
        @MethodSource("values")
        void itIsCarriedAsItIs(String value) {
            assertThat(toWire(Headers.ofPairs("a", value)).get("a")).isEqualTo(value);
        }
    }

    @Nested
    class WhenAValueMayNotBePublished {
        static List<String> values() {
            return List.of(
                    "x".repeat(4097),
                    "x".repeat(8192),
                    "ü".repeat(2049),
                    "€".repeat(1366),
                    "😅".repeat(1025),
                    "\uD800",
                    "a\uDC00",
                    "\uDC00\uD800",
                    "\uD83D\uD83D\uDE05");
        }

        @ParameterizedTest
        @MethodSource("values")
        void theHeaderIsNamedAndItsValueIsNotShown(String value) {
            assertThat(refusal(() -> toWire(Headers.ofPairs("order-note", value))))
                    .hasMessageContaining("order-note")
                    .hasMessageNotContainingAny(value, "xxx");
        }

        @Test
        void nullIsRefusedToo() {
            assertThat(refusal(() -> toWire(Headers.ofPairs("order-note", null))))
                    .hasMessageContaining("order-note");
        }
    }

    @Test
    void lengthIsThatOfTheEncoderForAnyText() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            int limit = 1_000 + random.nextInt(3_500);
            while (text.length() < limit) {
                int point = random.nextInt(random.nextBoolean() ? 0x80 : 0x11_0000);
                if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                    text.appendCodePoint(point);
                }
            }
            String value = text.toString();
            boolean fits = value.getBytes(StandardCharsets.UTF_8).length <= 4096;
            if (fits) {
                assertThatCode(() -> toWire(Headers.ofPairs("a", value))).doesNotThrowAnyException();
            } else {
                refusal(() -> toWire(Headers.ofPairs("a", value)));
            }
        }
    }

    @Nested
    class WhenThereIsAKey {
        @Test
        void itHasOneTo4096Bytes() {
            PublishedHeaders.checkKey(null);
            PublishedHeaders.checkKey("k");
            PublishedHeaders.checkKey("\u0000😅");
            PublishedHeaders.checkKey("k".repeat(4096));
            assertThat(refusal(() -> PublishedHeaders.checkKey(""))).hasMessageContaining("1 to 4096");
            assertThat(refusal(() -> PublishedHeaders.checkKey("k".repeat(4097))))
                    .hasMessageContaining("4097");
            assertThat(refusal(() -> PublishedHeaders.checkKey("k\uD800"))).hasMessageContaining("surrogate at 1");
        }
    }

    @Test
    void theLibrarysOwnComeFirst() {
        assertThat(toWire(Headers.ofPairs("b", "1", "a", "2")).asMap().keySet())
                .containsExactly("crossdock-id", "crossdock-published-at", "content-type", "b", "a");
    }

    @Test
    void anIdHasToBeWellFormedToo() {
        assertThatThrownBy(() -> PublishedHeaders.toWire("\uDC00", NOW, "text/plain", Headers.empty()))
                .hasMessageContaining("message id");
    }

    @Nested
    class WhenAMessageIsReceived {
        @Test
        void theUsersHeadersComeBackAsTheyWere() {
            Headers user = Headers.ofPairs("b", "1", "a", "2", "x-crossdock-", "3");
            Headers wire = toWire(user).with("crossdock-retry-count", "2");
            assertThat(PublishedHeaders.toUser(wire)).isEqualTo(user);
            assertThat(PublishedHeaders.toUser(wire).asMap().keySet()).containsExactly("b", "a", "x-crossdock-");
        }

        @Test
        void nothingIsCopiedWithoutNeed() {
            Headers foreign = Headers.ofPairs("Foo", "1");
            assertThat(PublishedHeaders.toUser(foreign)).isSameAs(foreign);
            assertThat(PublishedHeaders.toUser(toWire(Headers.empty()))).isSameAs(Headers.empty());
            assertThat(PublishedHeaders.toUser(Headers.empty())).isSameAs(Headers.empty());
        }
    }
}
