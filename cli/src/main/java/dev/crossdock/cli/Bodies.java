package dev.crossdock.cli;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Bodies for people. */
final class Bodies {
    private Bodies() {}

    static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The text if it is one, else the bytes in Base64. */
    static String shown(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return "base64:" + Base64.getEncoder().encodeToString(body);
        }
    }
}
