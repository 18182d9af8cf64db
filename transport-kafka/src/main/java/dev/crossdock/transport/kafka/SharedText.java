package dev.crossdock.transport.kafka;

import java.nio.charset.StandardCharsets;

/**
 * The UTF-8 of a text that many messages have in a row: the same instance has the same bytes, which nobody may change.
 * Thread-safe.
 */
final class SharedText {
    private volatile Encoded last = new Encoded("", new byte[0]);

    @SuppressWarnings("ReferenceEquality") // a different instance of the same text is encoded again, and that is all
    byte[] utf8(String text) {
        Encoded encoded = last;
        if (encoded.text != text) {
            encoded = new Encoded(text, text.getBytes(StandardCharsets.UTF_8));
            last = encoded;
        }
        return encoded.bytes;
    }

    @SuppressWarnings("ArrayRecordComponent") // compared with nothing
    private record Encoded(String text, byte[] bytes) {}
}
