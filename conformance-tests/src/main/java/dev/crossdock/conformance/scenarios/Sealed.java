package dev.crossdock.conformance.scenarios;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** Bytes with a sum behind them, in text, so that whatever is not as it was sealed is refused on every broker. */
final class Sealed implements Codec<byte[]> {
    private static final int SEAL = 8;

    @Override
    public String contentType() {
        return "application/octet-stream";
    }

    @Override
    public byte[] encode(byte[] body) {
        byte[] sealed = Arrays.copyOf(body, body.length + SEAL);
        System.arraycopy(seal(body), 0, sealed, body.length, SEAL);
        return sealed;
    }

    @Override
    public byte[] decode(byte[] bytes, Headers headers) {
        byte[] body = Arrays.copyOf(bytes, Math.max(0, bytes.length - SEAL));
        if (!Arrays.equals(encode(body), bytes)) {
            throw new IllegalArgumentException("wanted a body with its seal, found " + bytes.length + " other bytes");
        }
        return body;
    }

    private static byte[] seal(byte[] body) {
        CRC32 sum = new CRC32();
        sum.update(body);
        return HexFormat.of().toHexDigits((int) sum.getValue()).getBytes(StandardCharsets.US_ASCII);
    }
}
