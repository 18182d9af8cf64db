package dev.crossdock.messaging;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** The codecs that need no library. */
final class BasicCodecs {
    private static final char REPLACEMENT = '\uFFFD';

    static final Codec<byte[]> BYTES = new Bytes(byte[]::clone);
    static final Codec<byte[]> SHARED_BYTES = new Bytes(UnaryOperator.identity());

    static final Codec<String> UTF8 = new Codec<>() {
        @Override
        public String contentType() {
            return "text/plain; charset=utf-8";
        }

        // String.getBytes replaces what it cannot map, which are surrogates without their other half.
        @Override
        public byte[] encode(String body) throws CharacterCodingException {
            return hasSurrogates(body) ? strictly(body) : body.getBytes(StandardCharsets.UTF_8);
        }

        // What new String has replaced is there as one character, which may also have been sent.
        @Override
        public String decode(byte[] bytes, Headers headers) throws CharacterCodingException {
            String text = new String(bytes, StandardCharsets.UTF_8);
            return text.indexOf(REPLACEMENT) < 0 ? text : strictly(bytes);
        }
    };

    private BasicCodecs() {}

    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static byte[] strictly(String text) throws CharacterCodingException {
        ByteBuffer bytes = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .encode(CharBuffer.wrap(text));
        byte[] exact = new byte[bytes.remaining()];
        bytes.get(exact);
        return exact;
    }

    private static String strictly(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /** Bytes, passed on in the same way in both directions. */
    private record Bytes(UnaryOperator<byte[]> passedOn) implements Codec<byte[]> {
        @Override
        public String contentType() {
            return "application/octet-stream";
        }

        @Override
        public byte[] encode(byte[] body) {
            return passedOn.apply(body);
        }

        @Override
        public byte[] decode(byte[] bytes, Headers headers) {
            return passedOn.apply(bytes);
        }
    }
}
