package dev.crossdock.transport.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.LongStringHelper;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireFormatTest {
    private static final byte[] BODY = {1, 2, 3};

    /** As the broker hands it over: texts come back as the client's own type. */
    private static WireMessage travelled(WireMessage message) {
        AMQP.BasicProperties sent = WireFormat.properties(message);
        Map<String, Object> table = new HashMap<>();
        sent.getHeaders()
                .forEach((name, value) -> table.put(
                        name, LongStringHelper.asLongString(value.toString().getBytes(StandardCharsets.UTF_8))));
        return WireFormat.message("orders", "", sent.builder().headers(table).build(), message.body());
    }

    @Test
    void everythingArrivesAsItWas() {
        Headers headers = Headers.of(Map.of(
                WireHeaders.ID,
                "id-1 ü",
                WireHeaders.CONTENT_TYPE,
                "application/json",
                "mine",
                "😅 \u0000 text",
                "empty",
                "",
                "x-death",
                "a user's own",
                "x-delivery-count",
                "not a number"));
        WireMessage arrived = travelled(new WireMessage(BODY, "key ü", headers));
        assertThat(arrived.headers()).isEqualTo(headers);
        assertThat(arrived.key()).isEqualTo("key ü");
        assertThat(arrived.body()).isSameAs(BODY);
    }

    @Test
    void nativeFieldsSayItToo() {
        AMQP.BasicProperties sent = WireFormat.properties(new WireMessage(
                BODY, null, Headers.of(Map.of(WireHeaders.ID, "id-1", WireHeaders.CONTENT_TYPE, "text/plain"))));
        assertThat(sent.getMessageId()).isEqualTo("id-1");
        assertThat(sent.getContentType()).isEqualTo("text/plain");
        assertThat(sent.getDeliveryMode()).isEqualTo(2);
        assertThat(sent.getHeaders()).containsOnlyKeys(WireHeaders.ID);
    }

    @Test
    void whatIsTooLongForANativeFieldTravelsAllTheSame() {
        String id = "ü".repeat(255);
        String type = "t".repeat(300);
        WireMessage message =
                new WireMessage(BODY, null, Headers.of(Map.of(WireHeaders.ID, id, WireHeaders.CONTENT_TYPE, type)));
        assertThat(WireFormat.properties(message).getMessageId()).isNull();
        assertThat(travelled(message).headers()).isEqualTo(message.headers());
    }

    @Test
    @SuppressWarnings("JavaUtilDate")
    void foreignHeadersBecomeTexts() {
        Map<String, Object> table = new HashMap<>();
        table.put("Any NAME at all ", 42);
        table.put("none", null);
        table.put("when", Date.from(Instant.parse("2026-01-02T03:04:05Z")));
        table.put("bytes", new byte[] {1, (byte) 0xFF});
        table.put("list", List.of(1, LongStringHelper.asLongString("two")));
        table.put("table", Map.of("a", true));
        table.put("x-death", List.of(Map.of("count", 1L)));
        table.put("x-first-death-queue", LongStringHelper.asLongString("lane"));
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .headers(table)
                .messageId("native")
                .build();
        WireMessage message = WireFormat.message("orders", "created", properties, BODY);
        assertThat(message.headers().asMap())
                .containsOnly(
                        Map.entry("Any NAME at all ", "42"),
                        Map.entry("none", ""),
                        Map.entry("when", "2026-01-02T03:04:05Z"),
                        Map.entry("bytes", "01ff"),
                        Map.entry("list", "[1, two]"),
                        Map.entry("table", "{a=true}"),
                        Map.entry(WireHeaders.ID, "native"));
        assertThat(message.key()).isEqualTo("created");
    }

    @Test
    void aQueuesNameIsNoKey() {
        AMQP.BasicProperties bare = new AMQP.BasicProperties();
        assertThat(WireFormat.message("", "orders/billing", bare, BODY).key()).isNull();
        assertThat(WireFormat.message("orders", "", bare, BODY).key()).isNull();
        assertThat(WireFormat.message("orders", "", bare, BODY).headers().isEmpty())
                .isTrue();
    }

    @Test
    void theBrokersCountIsRead() {
        assertThat(WireFormat.deliveriesBefore(new AMQP.BasicProperties())).isZero();
        assertThat(WireFormat.deliveriesBefore(count(3L))).isEqualTo(3);
        assertThat(WireFormat.deliveriesBefore(count(-1))).isZero();
        assertThat(WireFormat.deliveriesBefore(count(Long.MAX_VALUE))).isEqualTo(1 << 20);
        assertThat(WireFormat.deliveriesBefore(count("many"))).isZero();
    }

    @Test
    void theSizeOfTheHeaderFrameIsNeverUnderestimated() throws Exception {
        for (int headers = 0; headers < 60; headers += 7) {
            Headers all = Headers.of(Map.of(WireHeaders.ID, "id-ü", WireHeaders.CONTENT_TYPE, "text/plain"));
            for (int i = 0; i < headers; i++) {
                all = all.with("h" + i, "välue 😅 ".repeat(i));
            }
            WireMessage message = new WireMessage(BODY, headers % 2 == 0 ? "key" : null, all.with("x-death", "mine"));
            int real = WireFormat.properties(message).toFrame(1, BODY.length).size();
            int told = WireFormat.headerFrameSize(message);
            assertThat(told).isBetween(real, real + 40);
            for (int room : new int[] {told - 1, told, told + 1, 2 * told, 10 * told}) {
                assertThat(WireFormat.headerFrameFits(message, room))
                        .as("%d bytes in %d", told, room)
                        .isEqualTo(told <= room);
            }
        }
    }

    private static AMQP.BasicProperties count(Object value) {
        return new AMQP.BasicProperties.Builder()
                .headers(Map.of("x-delivery-count", value))
                .build();
    }
}
