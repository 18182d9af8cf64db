package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.WireMessage;
import org.jspecify.annotations.Nullable;

/**
 * How large a message may be: body, key, names and values of headers in UTF-8, and what Pulsar puts around them. The
 * client looks at the body alone; a broker ends the connection over the rest.
 *
 * @param maxBytes of all that, together
 */
record MessageSize(int maxBytes, int maxHeaders) {
    private static final int AROUND_MESSAGE = 128;
    private static final int AROUND_HEADER = 12;

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
        if (overhead(message) + 3L * chars(message) <= maxBytes) {
            return null;
        }
        long bytes = bytes(message);
        return bytes <= maxBytes
                ? null
                : new MessagingException(
                        ErrorCode.TOO_LARGE,
                        "Wanted to send a message of " + bytes + " bytes (body, key, headers, and what Pulsar adds),"
                                + " possible are " + maxBytes + " (max-message-bytes)");
    }

    /** The size of a message, not less than what Pulsar takes it for. */
    static long bytes(WireMessage message) {
        Headers headers = message.headers();
        String key = message.key();
        long bytes = overhead(message) + (key == null ? 0 : utf8(key));
        for (int i = 0; i < headers.size(); i++) {
            bytes += utf8(headers.nameAt(i)) + utf8(headers.valueAt(i));
        }
        return bytes;
    }

    private static long overhead(WireMessage message) {
        return AROUND_MESSAGE + (long) AROUND_HEADER * message.headers().size() + message.body().length;
    }

    private static long chars(WireMessage message) {
        Headers headers = message.headers();
        String key = message.key();
        long chars = key == null ? 0 : key.length();
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
