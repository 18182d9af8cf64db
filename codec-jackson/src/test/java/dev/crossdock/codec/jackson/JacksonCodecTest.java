package dev.crossdock.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.MessagingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class JacksonCodecTest {
    record Order(String id, int amount, Instant at, LocalDate due, Duration patience, List<String> lines) {}

    sealed interface Payment permits Card, Cash, Online {}

    record Card(String number) implements Payment {}

    record Cash(int amount) implements Payment {}

    sealed interface Online extends Payment permits Transfer {}

    record Transfer(String iban) implements Online {}

    record Invoice(String id, Payment payment) {}

    sealed interface Twins permits Left.Twin, Right.Twin {}

    static final class Left {
        record Twin() implements Twins {}
    }

    static final class Right {
        record Twin() implements Twins {}
    }

    private static final Order ORDER = new Order(
            "o-1",
            42,
            Instant.parse("2026-01-02T03:04:05.678Z"),
            LocalDate.of(2026, 2, 3),
            Duration.ofSeconds(90),
            List.of("a", "ü"));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Nested
    class WhenTheTypeIsARecord {
        private final JacksonCodec<Order> codec = JacksonCodec.of(Order.class);

        @Test
        void itComesBackEqual() {
            assertThat(codec.decode(codec.encode(ORDER), Headers.empty())).isEqualTo(ORDER);
        }

        @Test
        void timesAreIsoText() {
            assertThat(new String(codec.encode(ORDER), StandardCharsets.UTF_8))
                    .contains("\"2026-01-02T03:04:05.678Z\"", "\"2026-02-03\"", "\"PT1M30S\"");
        }

        @Test
        void whatANewerProducerAddsIsIgnored() {
            Order decoded =
                    codec.decode(bytes("{\"id\":\"o-2\",\"amount\":1,\"invented\":{\"later\":true}}"), Headers.empty());
            assertThat(decoded.id()).isEqualTo("o-2");
        }
    }

    @Nested
    class WhenTheTypeIsSealed {
        private final JacksonCodec<Payment> codec = JacksonCodec.of(Payment.class);

        @Test
        void eachMemberComesBackAsItself() {
            for (Payment payment : List.of(new Card("4711"), new Cash(7), new Transfer("DE00"))) {
                assertThat(codec.decode(codec.encode(payment), Headers.empty())).isEqualTo(payment);
            }
        }

        @Test
        void thePropertyTypeHoldsTheSimpleName() {
            assertThat(new String(codec.encode(new Cash(7)), StandardCharsets.UTF_8))
                    .isEqualTo("{\"type\":\"Cash\",\"amount\":7}");
        }

        @Test
        void aMemberInsideARecordIsToldApartToo() {
            JacksonCodec<Invoice> invoices = JacksonCodec.of(Invoice.class);
            Invoice invoice = new Invoice("i-1", new Transfer("DE00"));
            assertThat(invoices.decode(invoices.encode(invoice), Headers.empty()))
                    .isEqualTo(invoice);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"{\"type\":\"Cheque\"}", "{\"amount\":7}", "{\"type\":\"java.lang.Runtime\"}", "{\"type\":7}"
                })
        void anUnknownMemberIsRefused(String json) {
            assertThatThrownBy(() -> codec.decode(bytes(json), Headers.empty())).isNotNull();
        }

        @Test
        void membersOfOneSimpleNameAreRefusedWhenTheCodecIsMade() {
            assertThatThrownBy(() -> JacksonCodec.of(Twins.class))
                    .isInstanceOfSatisfying(
                            MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                    .hasMessageContaining("Left")
                    .hasMessageContaining("Right");
        }
    }

    @Nested
    class WhenTheBytesAreHostile {
        private final JacksonCodec<Order> codec = JacksonCodec.of(Order.class);

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "null",
                    "{",
                    "{\"id\":\"o-1\"",
                    "{\"id\":\"o-1\"} {}",
                    "{\"id\":\"o-1\"}x",
                    "[]",
                    "7",
                    "{\"amount\":\"many\"}",
                    "{\"amount\":1,\"amount\":2}",
                    "{\"at\":\"yesterday\"}",
                    "{'id':'o-1'}",
                    "{\"id\":NaN}",
                    "{\"amount\":99999999999}"
                })
        void theyAreRefused(String json) {
            assertThatThrownBy(() -> codec.decode(bytes(json), Headers.empty())).isNotNull();
        }

        @Test
        void invalidUtf8IsRefused() {
            byte[] broken = bytes("{\"id\":\"??\"}");
            broken[7] = (byte) 0xC3;
            broken[8] = (byte) 0x28;
            assertThatThrownBy(() -> codec.decode(broken, Headers.empty())).isNotNull();
        }

        @Test
        void nestingBeyondTheLimitIsRefusedAndDoesNotOverflowTheStack() {
            String deep = "{\"lines\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
            assertThatThrownBy(() -> codec.decode(bytes(deep), Headers.empty()))
                    .isNotInstanceOf(StackOverflowError.class);
        }
    }

    @Test
    void typesWithArgumentsAreKept() {
        JacksonCodec<Map<String, List<Cash>>> codec = JacksonCodec.of(new TypeReference<Map<String, List<Cash>>>() {});
        Map<String, List<Cash>> body = Map.of("a", List.of(new Cash(1)));
        assertThat(codec.decode(codec.encode(body), Headers.empty())).isEqualTo(body);
    }

    @Test
    void aMapperOfTheCallersIsUsedAsItIs() {
        JacksonCodec<Order> strict = JacksonCodec.of(
                Order.class,
                JsonMapper.builder()
                        .enable(tools.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .build());
        assertThatThrownBy(() -> strict.decode(bytes("{\"invented\":1}"), Headers.empty()))
                .isNotNull();
    }

    @Test
    void theContentTypeIsJson() {
        assertThat(JacksonCodec.of(Order.class).contentType()).isEqualTo("application/json");
    }
}
