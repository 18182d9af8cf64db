package dev.crossdock.transport.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.WireMessage;
import io.nats.client.Message;
import io.nats.client.impl.NatsMessage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WireFormatTest {
    private static final byte[] BODY = {1, 2, 3};

    private static WireMessage there(WireMessage message) {
        return WireFormat.message(NatsMessage.builder()
                .subject("orders")
                .headers(WireFormat.headers(message))
                .data(message.body())
                .build());
    }

    private static Message foreign(io.nats.client.impl.Headers headers) {
        return NatsMessage.builder()
                .subject("orders")
                .headers(headers)
                .data(BODY)
                .build();
    }

    @Test
    void everyValueArrivesAsItWasSent() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder value = new StringBuilder();
            int length = random.nextInt(12);
            for (int c = 0; c < length; c++) {
                int character = random.nextInt(3) == 0 ? random.nextInt(0x11_0000) : random.nextInt(0x80);
                value.appendCodePoint(Character.getType(character) == Character.SURROGATE ? ' ' : character);
            }
            WireMessage sent = new WireMessage(
                    BODY,
                    "key " + value,
                    Headers.of(Map.of("crossdock-id", "7", "h", value.toString(), "nats-msg-id", "mine")));
            WireMessage read = there(sent);
            assertThat(read.headers()).isEqualTo(sent.headers());
            assertThat(read.key()).isEqualTo(sent.key());
            assertThat(read.body()).isEqualTo(BODY);
        }
    }

    @Test
    void ordinaryValuesStayReadable() {
        assertThat(HeaderText.encoded("text/plain; charset=utf-8")).isEqualTo("text/plain; charset=utf-8");
        assertThat(HeaderText.encoded("100 %\r\n")).isEqualTo("100 %25%0D%0A");
        assertThat(HeaderText.encoded(" ü ")).isEqualTo("%20%C3%BC%20");
    }

    @Test
    void foreignValuesAreTakenAsTheyAre() {
        WireMessage read = WireFormat.message(foreign(new io.nats.client.impl.Headers()
                .add("Discount", "50%20")
                .add("Nats-Msg-Id", "order 7")
                .add("Nats-Expected-Stream", "orders")
                .add("tag", "a", "b")));
        assertThat(read.headers().asMap())
                .containsOnly(
                        Map.entry("discount", "50%20"), Map.entry("crossdock-id", "order 7"), Map.entry("tag", "a, b"));
    }

    @Test
    void namesThatDifferInCaseOnlyStayTwo() {
        WireMessage read = WireFormat.message(
                foreign(new io.nats.client.impl.Headers().add("A", "1").add("a", "2")));
        assertThat(read.headers().asMap()).containsOnly(Map.entry("A", "1"), Map.entry("a", "2"));
    }

    @Test
    void theServersOwnHeadersAreNotShown() {
        io.nats.client.impl.Headers headers =
                WireFormat.headers(new WireMessage(BODY, null, Headers.of(Map.of("crossdock-id", "7"))));
        headers.put("Nats-Scheduler", "orders.at.1");
        assertThat(WireFormat.message(foreign(headers)).headers().asMap()).containsOnlyKeys("crossdock-id");
    }

    @Test
    void aMessageWithoutHeadersIsOne() {
        WireMessage read = WireFormat.message(NatsMessage.builder()
                .subject("orders")
                .data("x".getBytes(StandardCharsets.UTF_8))
                .build());
        assertThat(read.headers().isEmpty()).isTrue();
        assertThat(read.key()).isNull();
    }
}
