package dev.crossdock.benchmarks.engine;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Headers;

/** No codec at all: the array itself goes through, so that the engine is measured and not a copy of a kilobyte. */
final class AsIs implements Codec<byte[]> {
    @Override
    public String contentType() {
        return "application/octet-stream";
    }

    @Override
    public byte[] encode(byte[] body) {
        return body;
    }

    @Override
    public byte[] decode(byte[] bytes, Headers headers) {
        return bytes;
    }
}
