package dev.crossdock.messaging.core.dead;

import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.DeadLetterReason;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.core.WireTime;
import dev.crossdock.messaging.core.publish.PublishedHeaders;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message that is set aside, with the story of how it came to that; made by a consumer, and opened by whoever looks at
 * the dead letters. What the user has published is never changed or cut; the notes are. Immutable.
 *
 * @param message the message as it was received
 * @param reason which road led here
 * @param cause the last exception; {@code null} if there was none
 * @param text a text for people; if it is empty, the cause's message stands in
 * @param attempts how many deliveries to a handler were started
 * @param firstAttemptAt when the first was; {@code null} if there was none, or nobody noted it
 * @param source the broker's coordinates of the delivery; empty if it has none
 * @param topic the topic it was published to
 * @param group the group that could not handle it
 * @param at the present
 */
public record Envelope(
        WireMessage message,
        DeadLetterReason reason,
        @Nullable Throwable cause,
        String text,
        int attempts,
        @Nullable Instant firstAttemptAt,
        String source,
        String topic,
        String group,
        Instant at) {
    private static final int MAX_TEXT_BYTES = 1024;
    private static final int MAX_NAME_BYTES = 256;

    /** What a header can say. */
    private static final int MAX_REDRIVES = 999_999_999;

    /** How much is noted. The smaller ones are for messages that leave the transport no room for more. */
    public enum Notes {
        /** Everything. */
        FULL,
        /** All but the text. */
        WITHOUT_TEXT,
        /** Reason, entry and attempts. */
        MINIMAL,
        /** None: the message as it was published, which shows as {@link DeadLetterReason#NATIVE}. */
        NONE;

        /** The next smaller ones; empty after the last. */
        public Optional<Notes> smaller() {
            return switch (this) {
                case FULL -> Optional.of(WITHOUT_TEXT);
                case WITHOUT_TEXT -> Optional.of(MINIMAL);
                case MINIMAL -> Optional.of(NONE);
                case NONE -> Optional.empty();
            };
        }
    }

    /** The message to send to the dead letters. */
    public WireMessage toWire(Notes notes) {
        List<String> pairs = new ArrayList<>();
        keep(message.headers(), pairs);
        if (notes != Notes.NONE) {
            note(pairs, WireHeaders.DLQ_REASON, reason.name());
            note(pairs, WireHeaders.DLQ_ENTRY, EntryIds.ofNew(message, source, topic, group));
            note(pairs, WireHeaders.DLQ_ATTEMPTS, Integer.toString(attempts));
        }
        if (notes == Notes.FULL || notes == Notes.WITHOUT_TEXT) {
            note(pairs, WireHeaders.DLQ_AT, WireTime.of(at));
            note(pairs, WireHeaders.DLQ_TOPIC, topic);
            note(pairs, WireHeaders.DLQ_GROUP, group);
            if (firstAttemptAt != null) {
                note(pairs, WireHeaders.DLQ_FIRST_AT, WireTime.of(firstAttemptAt));
            }
            note(pairs, WireHeaders.DLQ_SOURCE, ShortText.of(source, MAX_NAME_BYTES));
            if (cause != null) {
                note(
                        pairs,
                        WireHeaders.DLQ_EXCEPTION,
                        ShortText.of(cause.getClass().getName(), MAX_NAME_BYTES));
            }
        }
        if (notes == Notes.FULL) {
            note(pairs, WireHeaders.DLQ_MESSAGE, ShortText.of(error(), MAX_TEXT_BYTES));
        }
        return withHeaders(message, pairs);
    }

    /**
     * What a message among the dead letters tells.
     *
     * @param source the broker's coordinates of it, used where the message does not say them
     */
    public static DeadLetter open(WireMessage dead, String source, String topic, String group) {
        Headers notes = dead.headers();
        String entryId = EntryIds.of(dead, topic, group);
        return new DeadLetter(
                entryId,
                notes.getOrDefault(WireHeaders.ID, EntryIds.messageId(entryId, topic, group)),
                dead.body(),
                dead.key(),
                PublishedHeaders.toUser(notes),
                reason(notes),
                notes.getOrDefault(WireHeaders.DLQ_MESSAGE, ""),
                notes.getOrDefault(WireHeaders.DLQ_EXCEPTION, ""),
                WireHeaders.number(notes, WireHeaders.DLQ_ATTEMPTS, 0),
                WireHeaders.instant(notes, WireHeaders.DLQ_AT),
                WireHeaders.instant(notes, WireHeaders.DLQ_FIRST_AT),
                notes.getOrDefault(WireHeaders.DLQ_TOPIC, topic),
                notes.getOrDefault(WireHeaders.DLQ_GROUP, group),
                notes.getOrDefault(WireHeaders.DLQ_SOURCE, source),
                WireHeaders.number(notes, WireHeaders.REDRIVES, 0));
    }

    /** The message to send back to the group: as it was published, with one more redrive noted and its attempts forgotten. */
    public static WireMessage redriven(WireMessage dead) {
        WireMessage bare = bare(dead);
        int redrives = Math.min(MAX_REDRIVES, WireHeaders.number(dead.headers(), WireHeaders.REDRIVES, 0) + 1);
        Headers headers = bare.headers().with(WireHeaders.REDRIVES, Integer.toString(redrives));
        return new WireMessage(bare.body(), bare.key(), headers);
    }

    /** The same without noting the redrive: for a message that leaves no room for it. */
    static WireMessage bare(WireMessage dead) {
        List<String> pairs = new ArrayList<>();
        keep(dead.headers(), pairs);
        return withHeaders(dead, pairs);
    }

    private String error() {
        if (!text.isEmpty() || cause == null) {
            return text;
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getName() : message;
    }

    private static DeadLetterReason reason(Headers notes) {
        String written = notes.get(WireHeaders.DLQ_REASON);
        for (DeadLetterReason reason : DeadLetterReason.values()) {
            if (reason.name().equals(written)) {
                return reason;
            }
        }
        return DeadLetterReason.NATIVE;
    }

    // Notes of an earlier stay among the dead letters and the state of attempts made belong to neither the new stay nor
    // the redriven message.
    private static void keep(Headers headers, List<String> pairs) {
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.nameAt(i);
            boolean state = name.startsWith(WireHeaders.DLQ_PREFIX)
                    || name.equals(WireHeaders.RETRY_COUNT)
                    || name.equals(WireHeaders.FIRST_ATTEMPT_AT)
                    || name.equals(WireHeaders.NOT_BEFORE)
                    || name.equals(WireHeaders.LANE_UNTIL);
            if (!state) {
                pairs.add(name);
                pairs.add(headers.valueAt(i));
            }
        }
    }

    private static void note(List<String> pairs, String name, String value) {
        if (!value.isEmpty()) {
            pairs.add(name);
            pairs.add(value);
        }
    }

    private static WireMessage withHeaders(WireMessage message, List<String> pairs) {
        return new WireMessage(message.body(), message.key(), Headers.ofPairs(pairs.toArray(String[]::new)));
    }
}
