package dev.crossdock.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class WhenMessagesAreWrittenAsRecordsTest {
    @Test
    void theyComeBackAsTheyWere() {
        Headers headers = Headers.of(Map.of(WireHeaders.ID, "1", "a", "\u00fc\ud83d\ude05", "empty", ""));
        WireMessage message = new WireMessage(new byte[] {1, -1, 0}, "k\u00e9y", headers);
        ProducerRecord<byte[], byte[]> sent = WireRecords.toRecord("t", message);
        WireMessage read = WireRecords.toMessage(record(sent.key(), sent.value(), new RecordHeaders(sent.headers())));
        assertThat(read.body()).containsExactly(1, -1, 0);
        assertThat(read.key()).isEqualTo("k\u00e9y");
        assertThat(read.headers()).isEqualTo(headers);
    }

    @Test
    void whatSeveralHaveInCommonIsWrittenForEachOfThem() {
        for (String type : new String[] {"a/b", "c/d", "a/b"}) {
            for (String time : new String[] {"1", "2"}) {
                Headers headers = Headers.of(Map.of(WireHeaders.CONTENT_TYPE, type, WireHeaders.PUBLISHED_AT, time));
                ProducerRecord<byte[], byte[]> sent =
                        WireRecords.toRecord("t", new WireMessage(new byte[0], null, headers));
                WireMessage read = WireRecords.toMessage(record(null, null, new RecordHeaders(sent.headers())));
                assertThat(read.headers()).isEqualTo(headers);
            }
        }
    }

    @Test
    void foreignOnesAreReadWhateverTheyHold() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("twice", bytes("first")).add("twice", bytes("last"));
        headers.add("broken", new byte[] {(byte) 0xC3, 0x28}).add("nothing", null);
        headers.add("ce_id", bytes("4711"));
        WireMessage read = WireRecords.toMessage(record(null, null, headers));
        assertThat(read.body()).isEmpty();
        assertThat(read.key()).isNull();
        assertThat(read.headers().get("twice")).isEqualTo("last");
        assertThat(read.headers().get("broken")).isEqualTo("\ufffd(");
        assertThat(read.headers().get("nothing")).isEmpty();
        assertThat(read.headers().get(WireHeaders.ID)).isEqualTo("4711");
    }

    @Test
    void theirSizeIsNotLessThanWhatKafkaTakesThemFor() {
        for (int length : new int[] {0, 1, 127, 128, 20_000}) {
            Headers headers = Headers.of(Map.of("name", "v".repeat(length), "other", "\u20ac".repeat(length)));
            WireMessage message = new WireMessage(new byte[length], "\ud83d\ude05".repeat(length / 8), headers);
            ProducerRecord<byte[], byte[]> record = WireRecords.toRecord("t", message);
            int kafka = org.apache.kafka.common.record.internal.AbstractRecords.estimateSizeInBytesUpperBound(
                    (byte) 2,
                    org.apache.kafka.common.record.internal.CompressionType.NONE,
                    record.key(),
                    record.value(),
                    record.headers().toArray());
            assertThat(MessageSize.bytes(message)).isBetween((long) kafka, kafka + 100L);
        }
    }

    @Test
    void whatIsTooLargeIsToldWithWhatIsPossible() {
        MessageSize size = new MessageSize(1_000, 2);
        assertThat(size.problem(new WireMessage(new byte[800], null, Headers.empty())))
                .isNull();
        assertThat(size.problem(new WireMessage(new byte[1_000], null, Headers.empty())))
                .hasMessageContaining("possible are 1000");
        assertThat(size.problem(new WireMessage(new byte[0], null, Headers.ofPairs("a", "", "b", "", "c", ""))))
                .hasMessageContaining("3 headers, possible are 2");
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] key, byte[] value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                "t", 0, 0, 0, TimestampType.CREATE_TIME, -1, -1, key, value, headers, Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
