package dev.crossdock.transport.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.LongString;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Messages as AMQP 0-9-1 carries them. */
final class WireFormat {
    /** Where the key travels: a routing key is too short for it, and is the lanes' to change. */
    static final String KEY = WireHeaders.PREFIX + "key";

    private static final int SHORT_STRING = 255;
    private static final int PERSISTENT = 2;

    /** How deep lists and tables are shown: a frame has room for more levels than a thread has for calls. */
    private static final int MAX_DEPTH = 32;

    private static final String TOO_DEEP = "…";

    /** Frame header and end, class, weight, body size and property flags. */
    private static final int FIXED_SIZE = 8 + 2 + 2 + 8 + 2;

    /** The length of a name, a type, and the length of a text. */
    private static final int FIELD_SIZE = 1 + 1 + 4;

    private WireFormat() {}

    static AMQP.BasicProperties properties(WireMessage message) {
        Headers headers = message.headers();
        Map<String, Object> table = new HashMap<>(headers.size() * 2 + 2);
        String contentType = null;
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.nameAt(i);
            String value = headers.valueAt(i);
            if (name.equals(WireHeaders.CONTENT_TYPE) && fits(value)) {
                contentType = value;
            } else {
                table.put(BrokerHeaders.outward(name), value);
            }
        }
        if (message.key() != null) {
            table.put(KEY, message.key());
        }
        String id = headers.get(WireHeaders.ID);
        return new AMQP.BasicProperties.Builder()
                .headers(table)
                .contentType(contentType)
                .deliveryMode(PERSISTENT)
                .messageId(id != null && fits(id) ? id : null)
                .build();
    }

    /** How many bytes the frame has that carries everything but the body. The client ends badly if it is too large. */
    static int headerFrameSize(WireMessage message) {
        Headers headers = message.headers();
        int size = FIXED_SIZE + 1 + 4;
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.nameAt(i);
            String value = headers.valueAt(i);
            size += field(BrokerHeaders.outward(name), value);
            if (name.equals(WireHeaders.ID)) {
                size += 1 + Utf8.length(value);
            }
        }
        return message.key() == null ? size : size + field(KEY, message.key());
    }

    /** @param exchange the one that the message came through; empty if it was sent to the queue itself */
    static WireMessage message(String exchange, String routingKey, AMQP.BasicProperties properties, byte[] body) {
        Map<String, Object> table = properties.getHeaders() == null ? Map.of() : properties.getHeaders();
        List<String> pairs = new ArrayList<>(table.size() * 2 + 4);
        String key = null;
        boolean ours = false;
        boolean typed = false;
        for (Map.Entry<String, Object> entry : table.entrySet()) {
            String name = entry.getKey();
            if (name.equals(KEY)) {
                key = text(entry.getValue());
            } else if (!BrokerHeaders.owns(name)) {
                ours |= name.equals(WireHeaders.ID);
                typed |= name.equals(WireHeaders.CONTENT_TYPE);
                pairs.add(BrokerHeaders.inward(name));
                pairs.add(text(entry.getValue()));
            }
        }
        if (!typed && properties.getContentType() != null) {
            pairs.add(WireHeaders.CONTENT_TYPE);
            pairs.add(properties.getContentType());
        }
        if (!ours) {
            if (properties.getMessageId() != null && !properties.getMessageId().isEmpty()) {
                pairs.add(WireHeaders.ID);
                pairs.add(properties.getMessageId());
            }
            // The nearest thing to a key that a foreign program can have meant; to a queue itself it is the queue's
            // name.
            if (key == null && !exchange.isEmpty() && !routingKey.isEmpty()) {
                key = routingKey;
            }
        }
        return new WireMessage(body, key, Headers.ofPairs(pairs.toArray(String[]::new)));
    }

    /** How often the broker has delivered this before; it says nothing the first time. */
    static int deliveriesBefore(AMQP.BasicProperties properties) {
        Map<String, Object> table = properties.getHeaders();
        Object count = table == null ? null : table.get(BrokerHeaders.DELIVERY_COUNT);
        return count instanceof Number number ? (int) Math.max(0, Math.min(1 << 20, number.longValue())) : 0;
    }

    private static int field(String name, String value) {
        return FIELD_SIZE + Utf8.length(name) + Utf8.length(value);
    }

    /** Whether that frame has so many bytes at most; counts them only if it is not plain from the texts' lengths. */
    static boolean headerFrameFits(WireMessage message, int bytes) {
        Headers headers = message.headers();
        long most = FIXED_SIZE + 1 + 4;
        for (int i = 0; i < headers.size(); i++) {
            // A name may become longer on its way, and one value is there twice.
            most += FIELD_SIZE
                    + BrokerHeaders.LONGER
                    + Utf8.most(headers.nameAt(i))
                    + 2L * Utf8.most(headers.valueAt(i));
        }
        most += message.key() == null ? 0 : KEY.length() + FIELD_SIZE + Utf8.most(message.key());
        return most <= bytes || headerFrameSize(message) <= bytes;
    }

    private static boolean fits(String value) {
        return Utf8.most(value) <= SHORT_STRING
                || (value.length() <= SHORT_STRING && Utf8.length(value) <= SHORT_STRING);
    }

    private static String text(@Nullable Object value) {
        return text(value, 0);
    }

    /** A value of any type, as text: programs in other languages write numbers, dates and tables. */
    // The client's type for the protocol's time stamps.
    @SuppressWarnings("JavaUtilDate")
    private static String text(@Nullable Object value, int depth) {
        if (value == null) {
            return "";
        }
        if (value instanceof LongString text) {
            return new String(text.getBytes(), StandardCharsets.UTF_8);
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Date date) {
            return Instant.ofEpochMilli(date.getTime()).toString();
        }
        if (depth == MAX_DEPTH && (value instanceof List<?> || value instanceof Map<?, ?>)) {
            return TOO_DEEP;
        }
        if (value instanceof List<?> list) {
            StringJoiner joined = new StringJoiner(", ", "[", "]");
            list.forEach(element -> joined.add(text(element, depth + 1)));
            return joined.toString();
        }
        if (value instanceof Map<?, ?> map) {
            StringJoiner joined = new StringJoiner(", ", "{", "}");
            map.forEach((name, element) -> joined.add(name + "=" + text(element, depth + 1)));
            return joined.toString();
        }
        return value.toString();
    }
}
