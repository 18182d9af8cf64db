package dev.crossdock.transport.nats;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How large a message may be. Checked before anything is written, because the server answers a violation by hanging up.
 *
 * @param maxPayload of headers and body together, as the server says
 */
record Limits(long maxPayload, int maxHeaders) {
    /** What a stream takes. */
    private static final int MAX_HEADER_BYTES = 65_535;

    /** What is wrong with a message; {@code null} if nothing is. */
    @Nullable MessagingException problem(Headers headers, byte[] body) {
        if (headers.size() > maxHeaders) {
            return tooLarge(headers.size() + " headers", maxHeaders + " (max-headers, the key among them)");
        }
        int headerBytes = headers.serializedLength();
        if (headerBytes > MAX_HEADER_BYTES) {
            return tooLarge("headers of " + headerBytes + " bytes", MAX_HEADER_BYTES + " (encoded)");
        }
        long bytes = (long) headerBytes + body.length;
        return bytes <= maxPayload
                ? null
                : tooLarge(bytes + " bytes (body and headers)", maxPayload + " (the server's max_payload)");
    }

    private static MessagingException tooLarge(String found, String possible) {
        return new MessagingException(
                ErrorCode.TOO_LARGE, "Wanted to send a message of " + found + ", possible are " + possible);
    }
}
