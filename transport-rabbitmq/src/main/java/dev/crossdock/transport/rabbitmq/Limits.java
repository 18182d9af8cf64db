package dev.crossdock.transport.rabbitmq;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.WireMessage;
import org.jspecify.annotations.Nullable;

/**
 * How large a message may be. Checked before anything is written, because the broker answers a body that is too large by
 * closing the channel, and with it everybody's outstanding confirms.
 *
 * @param maxBytes of the body alone, as the broker counts
 * @param frameMax what was negotiated; everything but the body has to fit into one frame; 0 for no limit
 */
record Limits(int maxBytes, int maxHeaders, int frameMax) {
    /** What is wrong with a message; {@code null} if nothing is. */
    @Nullable MessagingException problem(WireMessage message) {
        if (message.body().length > maxBytes) {
            return tooLarge("a body of " + message.body().length + " bytes", maxBytes + " (max-message-bytes)");
        }
        if (message.headers().size() > maxHeaders) {
            return tooLarge(message.headers().size() + " headers", maxHeaders + " (max-headers)");
        }
        return frameMax == 0 || WireFormat.headerFrameFits(message, frameMax)
                ? null
                : tooLarge(
                        "key and headers of " + WireFormat.headerFrameSize(message) + " bytes",
                        frameMax + " (the broker's frame_max)");
    }

    private static MessagingException tooLarge(String found, String possible) {
        return new MessagingException(
                ErrorCode.TOO_LARGE, "Wanted to send a message with " + found + ", possible are " + possible);
    }
}
