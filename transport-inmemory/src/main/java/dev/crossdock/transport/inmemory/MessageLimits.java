package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.WireMessage;
import org.jspecify.annotations.Nullable;

/**
 * How large a message may be.
 *
 * @param maxBytes of body, key, names and values of headers in UTF-8, together
 */
record MessageLimits(int maxBytes, int maxHeaders) {
    boolean allow(WireMessage message) {
        if (message.headers().size() > maxHeaders) {
            return false;
        }
        // A char takes at most three bytes, so that most messages need not be measured exactly.
        return message.body().length + 3L * chars(message) <= maxBytes || bytes(message) <= maxBytes;
    }

    /** What is wrong with a message; {@code null} if nothing is. */
    @Nullable MessagingException problem(WireMessage message) {
        if (message.headers().size() > maxHeaders) {
            return new MessagingException(
                    ErrorCode.TOO_LARGE,
                    "Wanted to send a message with " + message.headers().size() + " headers, possible are " + maxHeaders
                            + " (max-headers)");
        }
        if (!allow(message)) {
            return new MessagingException(
                    ErrorCode.TOO_LARGE,
                    "Wanted to send a message of " + bytes(message) + " bytes (body, key and headers), possible are "
                            + maxBytes + " (max-message-bytes)");
        }
        return null;
    }

    private static long chars(WireMessage message) {
        long chars = message.key() == null ? 0 : message.key().length();
        Headers headers = message.headers();
        for (int i = 0; i < headers.size(); i++) {
            chars += headers.nameAt(i).length() + headers.valueAt(i).length();
        }
        return chars;
    }

    private static long bytes(WireMessage message) {
        long bytes = message.body().length + (message.key() == null ? 0 : utf8(message.key()));
        Headers headers = message.headers();
        for (int i = 0; i < headers.size(); i++) {
            bytes += utf8(headers.nameAt(i)) + utf8(headers.valueAt(i));
        }
        return bytes;
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
