package dev.crossdock.messaging;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that was set aside, with the story of how it came here. A snapshot; immutable but for the bytes, which must
 * not be changed.
 *
 * @param entryId names the entry among the dead letters of its group; the same for a copy made by a crash
 * @param messageId the message's id
 * @param body the bytes that were published, unchanged
 * @param key the message's key, or {@code null}
 * @param headers the user's headers, unchanged
 * @param reason which road led here
 * @param error a text for people: usually the last exception's message; empty if nothing is known
 * @param exceptionType the class name of the last exception; empty if there was none
 * @param attempts how many deliveries to a handler were started
 * @param deadAt when it became a dead letter; {@code null} for {@link DeadLetterReason#NATIVE} ones
 * @param firstAttemptAt when it was first handed to a handler; {@code null} if it never was, or nobody noted it
 * @param topic the topic it was published to
 * @param group the group that could not handle it
 * @param source the broker's own coordinates of the delivery that led here; empty if it has none
 * @param redrives how often it was sent back to its group before
 */
// Compared by identity and shared: a copy of every body would be the price of a rule that nobody breaks here.
@SuppressWarnings("ArrayRecordComponent")
public record DeadLetter(
        String entryId,
        String messageId,
        byte[] body,
        @Nullable String key,
        Headers headers,
        DeadLetterReason reason,
        String error,
        String exceptionType,
        int attempts,
        @Nullable Instant deadAt,
        @Nullable Instant firstAttemptAt,
        String topic,
        String group,
        String source,
        int redrives) {
    /** Names and numbers; neither body nor header values. */
    @Override
    public String toString() {
        return "DeadLetter[" + entryId + ", reason=" + reason + ", attempts=" + attempts + ", error=" + error
                + ", deadAt=" + deadAt + ", redrives=" + redrives + ", " + body.length + " bytes]";
    }
}
