package dev.crossdock.conformance.history;

import dev.crossdock.messaging.MessagingEvent;
import org.jspecify.annotations.Nullable;

/**
 * What an observer was told, as the books write it: into the history what nobody else can know, into the tally what
 * publishers and handlers write down as well.
 *
 * @param counted whether it goes into the tally
 * @param kind what it says
 * @param topic the topic it is about
 * @param group the group; empty for publishes
 * @param messageId the message
 * @param detail anything else, for people
 */
public record Told(boolean counted, Kind kind, String topic, String group, String messageId, String detail) {
    /** An event of the library; {@code null} if the books have no place for it. */
    public static @Nullable Told of(MessagingEvent event) {
        if (event instanceof MessagingEvent.Published told) {
            return counted(Kind.CONFIRMED, told.topic(), "", told.messageId());
        } else if (event instanceof MessagingEvent.PublishFailed told) {
            return counted(Kind.REJECTED, told.topic(), "", told.messageId());
        } else if (event instanceof MessagingEvent.Started told) {
            return counted(Kind.START, told.topic(), told.group(), told.messageId());
        } else if (event instanceof MessagingEvent.Handled told) {
            return counted(Kind.OK, told.topic(), told.group(), told.messageId());
        } else if (event instanceof MessagingEvent.Failed told) {
            return counted(Kind.FAILED, told.topic(), told.group(), told.messageId());
        } else if (event instanceof MessagingEvent.DeadLettered dead) {
            String reason = dead.reason().name();
            return noted(Kind.DEAD_LETTERED, dead.topic(), dead.group(), dead.messageId(), reason);
        } else if (event instanceof MessagingEvent.Discarded discarded) {
            return noted(Kind.DISCARDED, discarded.topic(), discarded.group(), discarded.messageId(), "");
        } else if (event instanceof MessagingEvent.Redriven redriven) {
            return noted(Kind.REDRIVEN, redriven.topic(), redriven.group(), redriven.messageId(), "");
        } else if (event instanceof MessagingEvent.Duplicate duplicate) {
            return noted(Kind.DUPLICATE, duplicate.topic(), duplicate.group(), duplicate.messageId(), "");
        } else if (event instanceof MessagingEvent.LeaseLost lost) {
            return noted(Kind.LEASE_LOST, lost.topic(), lost.group(), lost.messageId(), "");
        } else if (event instanceof MessagingEvent.Abandoned abandoned) {
            return noted(Kind.ABANDONED, abandoned.topic(), abandoned.group(), abandoned.messageId(), "");
        }
        return null;
    }

    /** Writes it where it belongs, in the name of a program. */
    public void writeDown(String program, Books books) {
        if (counted) {
            books.tally().told(kind, topic + " → " + group, messageId);
        } else {
            books.history().add(kind, program, topic, group, messageId, null, 0, "", detail);
        }
    }

    private static Told counted(Kind kind, String topic, String group, String messageId) {
        return new Told(true, kind, topic, group, messageId, "");
    }

    private static Told noted(Kind kind, String topic, String group, String messageId, String detail) {
        return new Told(false, kind, topic, group, messageId, detail);
    }
}
