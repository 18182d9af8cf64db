package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Messages as records and back: the key and the values of headers are UTF-8. Pure.
 *
 * <p>A foreign record may hold anything. What is no UTF-8 is read with replacement characters, of headers of one name the
 * last counts, and a record without a value, a tombstone, has an empty body.
 */
final class WireRecords {
    private static final byte[] NOTHING = {};
    private static final String CLOUD_EVENTS_ID = "ce_id";

    private WireRecords() {}

    static ProducerRecord<byte[], byte[]> toRecord(String topic, WireMessage message) {
        Headers headers = message.headers();
        Header[] carried = new Header[headers.size()];
        for (int i = 0; i < carried.length; i++) {
            carried[i] = new TextHeader(headers.nameAt(i), headers.valueAt(i).getBytes(StandardCharsets.UTF_8));
        }
        String key = message.key();
        byte @Nullable [] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(topic, null, null, keyBytes, message.body(), Arrays.asList(carried));
    }

    static WireMessage toMessage(ConsumerRecord<byte[], byte[]> record) {
        return toMessage(record, key(record));
    }

    /** With the key that was read before. */
    static WireMessage toMessage(ConsumerRecord<byte[], byte[]> record, @Nullable String key) {
        byte @Nullable [] value = record.value();
        return new WireMessage(
                value == null ? NOTHING : value, key, headers(record.headers().toArray()));
    }

    static @Nullable String key(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] key = record.key();
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }

    private static Headers headers(Header[] carried) {
        String[] pairs = new String[carried.length * 2];
        boolean ours = false;
        for (int i = 0; i < carried.length; i++) {
            String name = carried[i].key();
            for (int j = 0; j < i; j++) {
                if (pairs[2 * j].equals(name)) {
                    return foreign(carried);
                }
            }
            pairs[2 * i] = name;
            pairs[2 * i + 1] = text(carried[i].value());
            ours |= name.equals(WireHeaders.ID);
        }
        return ours ? Headers.ofPairs(pairs) : foreign(carried);
    }

    private static Headers foreign(Header[] carried) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (Header header : carried) {
            byName.put(header.key(), text(header.value()));
        }
        String id = byName.get(CLOUD_EVENTS_ID);
        if (id != null && !id.isEmpty()) {
            byName.putIfAbsent(WireHeaders.ID, id);
        }
        return Headers.of(byName);
    }

    private static String text(byte @Nullable [] value) {
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    // Kafka's own implementation is internal to it.
    @SuppressWarnings("ArrayRecordComponent")
    private record TextHeader(String key, byte[] value) implements Header {}
}
