package dev.crossdock.messaging.spi;

import dev.crossdock.messaging.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A message as it travels: bytes, key, and all headers, the library's own among them (see {@link WireHeaders}).
 *
 * <p>Immutable by agreement: nobody changes the array after it was put in here, so nobody needs to copy it.
 *
 * <p>A message from a foreign producer is presented with its native id, if it has one, as {@link WireHeaders#ID}, its
 * native key, its headers as text, and its body untouched.
 */
// Compared by identity and shared: a copy of every body would be the price of a rule that nobody breaks here.
@SuppressWarnings("ArrayRecordComponent")
public record WireMessage(byte[] body, @Nullable String key, Headers headers) {
    /** Sizes and header names; neither bytes nor values. */
    @Override
    public String toString() {
        return "WireMessage[" + body.length + " bytes, " + headers + "]";
    }
}
