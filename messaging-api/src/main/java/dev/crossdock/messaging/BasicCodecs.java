package dev.crossdock.messaging;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The codecs that need no library. */
final class BasicCodecs {
    static final Codec<byte[]> BYTES = new Codec<>() {
        @Override
        public String contentType() {
            return "application/octet-stream";
        }

        @Override
        public byte[] encode(byte[] body) {
            return body.clone();
        }

        @Override
        public byte[] decode(byte[] bytes, Headers headers) {
            return bytes.clone();
        }
    };

    static final Codec<String> UTF8 = new Codec<>() {
        @Override
        public String contentType() {
            return "text/plain; charset=utf-8";
        }

        // String.getBytes and new String would replace what they cannot map; a reporting coder refuses it.
        @Override
        public byte[] encode(String body) throws CharacterCodingException {
            ByteBuffer bytes = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(body));
            byte[] exact = new byte[bytes.remaining()];
            bytes.get(exact);
            return exact;
        }

        @Override
        public String decode(byte[] bytes, Headers headers) throws CharacterCodingException {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    };

    private BasicCodecs() {}
}
