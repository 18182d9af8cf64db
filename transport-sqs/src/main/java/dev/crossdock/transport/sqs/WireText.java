package dev.crossdock.transport.sqs;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What SQS and SNS call text: the characters of XML 1.0, at least one. Pure. */
final class WireText {
    private WireText() {}

    /** The text that these bytes are in UTF-8; {@code null} if they are none, or none that may be sent. */
    static @Nullable String of(byte[] bytes) {
        if (bytes.length == 0) {
            return null;
        }
        for (byte b : bytes) {
            if (b < ' ' && b != '\t' && b != '\n' && b != '\r') {
                return b < 0 ? decoded(bytes) : null;
            }
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    /** Whether a text may be sent as it is. */
    static boolean isLegal(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isLegal(text, i)) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Whether a character of a text may be sent as it is; half of a pair may together with the other half. */
    static boolean isLegal(String text, int at) {
        char c = text.charAt(at);
        if (Character.isSurrogate(c)) {
            return Character.isHighSurrogate(c)
                    ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                    : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        }
        return c >= ' ' ? c < '\uFFFE' : c == '\t' || c == '\n' || c == '\r';
    }

    /** How many bytes a well-formed text has in UTF-8. */
    static int length(String text) {
        int length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // The two halves of a pair make four bytes.
                length += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return length;
    }

    private static @Nullable String decoded(byte[] bytes) {
        try {
            CharBuffer text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
            String decoded = text.toString();
            return isLegal(decoded) ? decoded : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
