package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.WireMessage;
import org.jspecify.annotations.Nullable;

/**
 * How large a message may be, measured as Kafka does: body, key, names and values of headers in UTF-8, the lengths
 * before each of them, and what a record and a batch of one record add.
 *
 * @param maxBytes of all that, together
 */
record MessageSize(int maxBytes, int maxHeaders) {
    // A batch's own fields, and the most that a record's own can take.
    private static final int BATCH = 61;
    private static final int RECORD = 21;
    private static final int MAX_LENGTH_FIELD = 5;

    /** What is wrong with a message; {@code null} if nothing is. */
    @Nullable MessagingException problem(WireMessage message) {
        Headers headers = message.headers();
        if (headers.size() > maxHeaders) {
            return new MessagingException(
                    ErrorCode.TOO_LARGE,
                    "Wanted to send a message with " + headers.size() + " headers, possible are " + maxHeaders
                            + " (max-headers)");
        }
        // A char takes at most three bytes, so that most messages need not be measured exactly.
        if (message.body().length + 3L * chars(message) + overhead(headers) <= maxBytes) {
            return null;
        }
        long bytes = bytes(message);
        return bytes <= maxBytes
                ? null
                : new MessagingException(
                        ErrorCode.TOO_LARGE,
                        "Wanted to send a message of " + bytes + " bytes (body, key, headers, and what Kafka adds),"
                                + " possible are " + maxBytes + " (max-message-bytes)");
    }

    /** The size of a message, not less than what Kafka takes it for. */
    static long bytes(WireMessage message) {
        Headers headers = message.headers();
        long bytes = message.body().length + overhead(headers);
        bytes += message.key() == null ? 0 : utf8(message.key());
        for (int i = 0; i < headers.size(); i++) {
            bytes += utf8(headers.nameAt(i)) + utf8(headers.valueAt(i));
        }
        return bytes;
    }

    private static long overhead(Headers headers) {
        return BATCH + RECORD + MAX_LENGTH_FIELD * (3L + 2L * headers.size());
    }

    private static long chars(WireMessage message) {
        Headers headers = message.headers();
        long chars = message.key() == null ? 0 : message.key().length();
        for (int i = 0; i < headers.size(); i++) {
            chars += headers.nameAt(i).length() + headers.valueAt(i).length();
        }
        return chars;
    }

    private static long utf8(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // The halves of a pair count two each, which makes four.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
