package dev.crossdock.messaging.core.once;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.IdempotentCalls;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.WireHeaders;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How a result is written down: one byte that says what follows, and the bytes of the codec. */
final class KeptResult {
    private static final byte NULL = 0;
    private static final byte VALUE = 1;
    private static final byte NOT_KEPT = 2;

    private KeptResult() {}

    /** Never throws: what was done is done, whatever can be kept of it. */
    static <R> byte[] write(@Nullable R result, Codec<R> codec) {
        if (result == null) {
            return new byte[] {NULL};
        }
        byte[] bytes;
        try {
            bytes = codec.encode(result);
        } catch (Exception e) {
            return new byte[] {NOT_KEPT};
        }
        if (bytes.length > IdempotentCalls.MAX_RESULT_BYTES) {
            return new byte[] {NOT_KEPT};
        }
        byte[] kept = new byte[bytes.length + 1];
        kept[0] = VALUE;
        System.arraycopy(bytes, 0, kept, 1, bytes.length);
        return kept;
    }

    /**
     * What was written.
     *
     * @throws MessagingException as {@link IdempotentCalls#process} says
     */
    static <R> @Nullable R read(byte[] kept, Codec<R> codec, String what) {
        byte kind = kept.length == 0 ? NOT_KEPT : kept[0];
        if (kind == NULL) {
            return null;
        }
        if (kind == NOT_KEPT) {
            throw new MessagingException(
                    ErrorCode.NOT_FOUND,
                    "Wanted the result of " + what + ", found that it was done, and that its result could not be kept:"
                            + " the codec has thrown, or made more than " + IdempotentCalls.MAX_RESULT_BYTES
                            + " bytes of it");
        }
        try {
            return codec.decode(
                    Arrays.copyOfRange(kept, 1, kept.length),
                    Headers.ofPairs(WireHeaders.CONTENT_TYPE, codec.contentType()));
        } catch (Exception e) {
            throw new MessagingException(
                    ErrorCode.CONFLICT,
                    "Wanted the result of " + what + " as " + codec.contentType()
                            + ", found that it was done, and that the codec cannot read what was kept",
                    e);
        }
    }
}
