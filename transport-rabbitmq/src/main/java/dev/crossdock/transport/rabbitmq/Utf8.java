package dev.crossdock.transport.rabbitmq;

/** How long texts are on the wire. */
final class Utf8 {
    private Utf8() {}

    /** No fewer bytes than {@link #length}, without looking at the text. */
    static int most(String text) {
        return 3 * text.length();
    }

    static int length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // The halves of a pair count two each, which makes four.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
