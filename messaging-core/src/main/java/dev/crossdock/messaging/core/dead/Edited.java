package dev.crossdock.messaging.core.dead;

import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.core.publish.PublishedHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A message that an operator has changed before it goes back. */
final class Edited {
    private Edited() {}

    /**
     * The message to send.
     *
     * @param dead what is shown to the user
     * @param redriven what would be sent without an edit
     * @throws MessagingException with {@link ErrorCode#INVALID_ARGUMENT} if the edit is not possible
     */
    static WireMessage of(DeadLetter dead, WireMessage redriven, UnaryOperator<Message<byte[]>> edit) {
        Message<byte[]> before =
                new Message<>(dead.messageId(), redriven.body().clone(), redriven.key(), dead.headers(), Duration.ZERO);
        Message<byte[]> after;
        try {
            after = edit.apply(before);
        } catch (Throwable e) {
            throw invalid(dead, "the edit has thrown", e);
        }
        if (after == null) {
            throw invalid(dead, "the edit has given null", null);
        }
        if (!after.id().equals(before.id())) {
            throw invalid(dead, "the edit has changed the id", null);
        }
        if (!after.delay().isZero()) {
            throw invalid(dead, "the edit has added a delay", null);
        }
        try {
            if (!Objects.equals(after.key(), before.key())) {
                PublishedHeaders.checkKey(after.key());
            }
            return new WireMessage(
                    after.body().clone(), after.key(), PublishedHeaders.withUsers(redriven.headers(), after.headers()));
        } catch (MessagingException e) {
            throw invalid(dead, "the edit has made what may not be published", e);
        }
    }

    private static MessagingException invalid(DeadLetter dead, String found, @Nullable Throwable cause) {
        return new MessagingException(
                ErrorCode.INVALID_ARGUMENT,
                "Wanted to change entry " + dead.entryId() + " before it goes back, found that " + found
                        + "; nothing was done to it, what was done until then stays done",
                cause);
    }
}
