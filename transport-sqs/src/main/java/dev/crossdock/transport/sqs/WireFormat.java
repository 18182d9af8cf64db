package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Messages as SNS and SQS carry them: a body of text and a few attributes of text. Headers and key are packed into one
 * attribute, because there may be ten at most and none may be empty; the id and the content type have their own, so that
 * filters and programs in other languages see them at once.
 */
final class WireFormat {
    /** The attribute with all other headers. */
    static final String PACKED = WireHeaders.PACKED;

    /** How often copies of this message were delivered before it; not shown to the engine as a header. */
    static final String DELIVERED = WireHeaders.PREFIX + "sqs-delivered";

    /** Names that no header has. */
    static final String KEY = "$key";

    static final String BODY = "$body";
    static final String BASE64 = "base64";
    static final String EMPTY = "empty";

    /** Stands for an empty body, because there has to be one. */
    static final String NOTHING = "-";

    private static final int TYPE_SIZE = "String".length();

    private WireFormat() {}

    /** A message as it is sent. */
    static Parcel.Content content(WireMessage message) {
        Headers headers = message.headers();
        StringBuilder packed = new StringBuilder(64 + 32 * headers.size());
        Map<String, String> attributes = new LinkedHashMap<>();
        String body = WireText.of(message.body());
        if (body == null) {
            boolean empty = message.body().length == 0;
            FlatJson.add(packed, BODY, empty ? EMPTY : BASE64);
            body = empty ? NOTHING : Base64.getEncoder().encodeToString(message.body());
        }
        if (message.key() != null) {
            FlatJson.add(packed, KEY, message.key());
        }
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.nameAt(i);
            String value = headers.valueAt(i);
            boolean own = name.equals(WireHeaders.ID) || name.equals(WireHeaders.CONTENT_TYPE);
            if (own && WireText.isLegal(value)) {
                attributes.put(name, value);
            } else {
                FlatJson.add(packed, name, value);
            }
        }
        attributes.put(PACKED, FlatJson.close(packed));
        int size = WireText.length(body);
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            size += attribute.getKey().length() + TYPE_SIZE + WireText.length(attribute.getValue());
        }
        return new Parcel.Content(body, attributes, size);
    }

    /** A message as it was sent, by us or by anybody else. What cannot be unpacked stays packed. */
    static WireMessage message(Message received) {
        Map<String, MessageAttributeValue> attributes = received.messageAttributes();
        MessageAttributeValue packed = attributes.get(PACKED);
        List<String> entries =
                packed == null || packed.stringValue() == null ? null : FlatJson.read(packed.stringValue());
        String key = null;
        String marker = "";
        List<String> pairs = new ArrayList<>((entries == null ? 0 : entries.size()) + 2 * attributes.size() + 2);
        for (int i = 0; entries != null && i < entries.size(); i += 2) {
            switch (entries.get(i)) {
                case KEY -> key = entries.get(i + 1);
                case BODY -> marker = entries.get(i + 1);
                case DELIVERED -> {}
                default -> put(pairs, entries.get(i), entries.get(i + 1));
            }
        }
        byte[] body = body(received.body(), marker);
        for (Map.Entry<String, MessageAttributeValue> attribute : attributes.entrySet()) {
            boolean unpacked = attribute.getKey().equals(PACKED) && entries != null && body != null;
            if (!unpacked && !attribute.getKey().equals(DELIVERED)) {
                put(pairs, attribute.getKey(), text(attribute.getValue()));
            }
        }
        if (entries == null) {
            put(pairs, WireHeaders.ID, received.messageId());
        }
        if (packed == null) {
            // The nearest thing to a key that a foreign program can have meant.
            key = received.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID);
        }
        return new WireMessage(
                body == null ? received.body().getBytes(StandardCharsets.UTF_8) : body,
                key,
                Headers.ofPairs(pairs.toArray(String[]::new)));
    }

    /** How often copies of it were delivered before it. */
    static int deliveriesBefore(Message received) {
        MessageAttributeValue packed = received.messageAttributes().get(PACKED);
        if (packed == null
                || packed.stringValue() == null
                || !packed.stringValue().contains(DELIVERED)) {
            return 0;
        }
        List<String> entries = FlatJson.read(packed.stringValue());
        return entries == null ? 0 : WireHeaders.number(Headers.ofPairs(entries.toArray(String[]::new)), DELIVERED, 0);
    }

    /** The body as it was sent; {@code null} if it is not what it is said to be. */
    private static byte @Nullable [] body(@Nullable String body, String marker) {
        if (body == null) {
            return new byte[0];
        }
        return switch (marker) {
            case "" -> body.getBytes(StandardCharsets.UTF_8);
            case EMPTY -> body.equals(NOTHING) ? new byte[0] : null;
            case BASE64 -> decoded(body);
            default -> null;
        };
    }

    private static byte @Nullable [] decoded(String body) {
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** A value of any type, as text. */
    private static String text(MessageAttributeValue value) {
        if (value.stringValue() != null) {
            return value.stringValue();
        }
        return value.binaryValue() == null
                ? ""
                : HexFormat.of().formatHex(value.binaryValue().asByteArrayUnsafe());
    }

    private static void put(List<String> pairs, String name, String value) {
        for (int i = 0; i < pairs.size(); i += 2) {
            if (pairs.get(i).equals(name)) {
                return;
            }
        }
        pairs.add(name);
        pairs.add(value);
    }
}
