package dev.crossdock.transport.nats;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Values of headers as printable ASCII, which is all that the protocol carries: everything else, the percent sign, and
 * white space at the ends, which would be trimmed, is percent-encoded by its bytes in UTF-8 (RFC 3986).
 */
final class HeaderText {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private HeaderText() {}

    static String encoded(String value) {
        int length = value.length();
        int plain = 0;
        while (plain < length && isPlain(value, plain)) {
            plain++;
        }
        if (plain == length) {
            return value;
        }
        StringBuilder text = new StringBuilder(length + 32).append(value, 0, plain);
        for (int i = plain; i < length; ) {
            if (isPlain(value, i)) {
                text.append(value.charAt(i++));
                continue;
            }
            int character = value.codePointAt(i);
            i += Character.charCount(character);
            for (byte b : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                text.append('%').append(HEX[(b >> 4) & 0xF]).append(HEX[b & 0xF]);
            }
        }
        return text.toString();
    }

    /** What does not look encoded stays as it is. */
    static String decoded(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            int high = c == '%' && i + 2 < value.length() ? Character.digit(value.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(value.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Whether the protocol carries this name: printable ASCII without the colon. */
    static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isNameCharacter(name.charAt(i))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** A name that the protocol carries, and {@link #decoded} gives back. */
    static String encodedName(String name) {
        StringBuilder text = new StringBuilder(name.length() + 32);
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            if (isNameCharacter((char) b) && b != '%') {
                text.append((char) b);
            } else {
                text.append('%').append(HEX[(b >> 4) & 0xF]).append(HEX[b & 0xF]);
            }
        }
        return text.toString();
    }

    private static boolean isNameCharacter(char c) {
        return c > ' ' && c < 0x7F && c != ':';
    }

    private static boolean isPlain(String value, int at) {
        char c = value.charAt(at);
        boolean atAnEnd = at == 0 || at == value.length() - 1;
        return c > ' ' ? c < 0x7F && c != '%' : c == ' ' && !atAnEnd;
    }
}
