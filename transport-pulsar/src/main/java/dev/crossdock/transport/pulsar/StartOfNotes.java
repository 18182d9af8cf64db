package dev.crossdock.transport.pulsar;

import java.io.IOException;
import java.util.Base64;
import org.apache.pulsar.client.api.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * From where the notes of a group have to be read. The broker keeps notes that nobody needs any more, as many as fill a
 * ledger, and reading them all would hold up whoever begins; so each note says from where on there is something that is
 * needed, as its writer knows it. Whatever the writer did not know of then is younger.
 */
final class StartOfNotes {
    /** The property of a note that says it. */
    static final String PROPERTY = "start";

    private StartOfNotes() {}

    static String write(MessageId start) {
        return Base64.getEncoder().encodeToString(start.toByteArray());
    }

    /** What a note says; from the earliest on if it does not, or if that cannot be understood. */
    static MessageId read(@Nullable String start) {
        try {
            return start == null
                    ? MessageId.earliest
                    : MessageId.fromByteArray(Base64.getDecoder().decode(start));
        } catch (IOException | IllegalArgumentException e) {
            return MessageId.earliest;
        }
    }

    /** The older of two. */
    static @Nullable MessageId older(@Nullable MessageId one, @Nullable MessageId other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) <= 0 ? one : other;
    }
}
