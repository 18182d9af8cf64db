package dev.crossdock.messaging;

/**
 * Turns bodies into bytes and back.
 *
 * <p>One codec belongs to a {@link Topic}, so that its publishers and consumers share one definition. A topic that
 * carries several types uses a sealed interface and one codec that knows its members.
 *
 * <p>Implementations are thread-safe and keep no array that they were given or have returned: an encoded array is the
 * library's from then on, and an array to decode is shared and must not be changed.
 *
 * @param <T> the type of the bodies
 */
public interface Codec<T> {
    /** The media type of the bytes, sent as the header {@code content-type}; it must not be empty. */
    String contentType();

    /**
     * Gives the bytes of a body, in an array that nobody else changes.
     *
     * @throws Exception if the body cannot be encoded: the publish is refused with {@link ErrorCode#INVALID_ARGUMENT}
     */
    byte[] encode(T body) throws Exception;

    /**
     * Gives the body that bytes stand for.
     *
     * @param bytes what was published; not to be changed, and not to be kept unless it is never changed
     * @param headers all headers that came with it, the library's own among them
     * @throws Exception if the bytes cannot be decoded: the message becomes a dead letter at once, its bytes intact,
     *     with the reason {@link DeadLetterReason#UNDECODABLE}
     */
    T decode(byte[] bytes, Headers headers) throws Exception;

    /** Bytes as they are; they are copied both ways, so that what a handler does to an array stays with the handler. */
    static Codec<byte[]> bytes() {
        return BasicCodecs.BYTES;
    }

    /**
     * The same without a copy, for bodies whose copy costs more than the message: what is published must not be changed
     * before the broker has confirmed it, or if it is published again, and a handler must not change what it is given,
     * because a retry or the dead letter would be of the changed bytes.
     */
    static Codec<byte[]> sharedBytes() {
        return BasicCodecs.SHARED_BYTES;
    }

    /** Text in UTF-8; text that is not well-formed is refused in both directions and never replaced. */
    static Codec<String> utf8() {
        return BasicCodecs.UTF8;
    }
}
