package dev.crossdock.conformance;

import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.MessagingObserver;

/**
 * What the library tells an observer of one program, written down: into the history what nobody else can know, into the
 * tally what publishers and handlers write down as well.
 */
final class Observation implements MessagingObserver {
    private final String program;
    private final Stage stage;

    Observation(String program, Stage stage) {
        this.program = program;
        this.stage = stage;
    }

    @Override
    public void on(MessagingEvent event) {
        if (event instanceof MessagingEvent.Published told) {
            tally(Kind.CONFIRMED, told.topic(), "", told.messageId());
        } else if (event instanceof MessagingEvent.PublishFailed told) {
            tally(Kind.REJECTED, told.topic(), "", told.messageId());
        } else if (event instanceof MessagingEvent.Started told) {
            tally(Kind.START, told.topic(), told.group(), told.messageId());
        } else if (event instanceof MessagingEvent.Handled told) {
            tally(Kind.OK, told.topic(), told.group(), told.messageId());
        } else if (event instanceof MessagingEvent.Failed told) {
            tally(Kind.FAILED, told.topic(), told.group(), told.messageId());
        } else if (event instanceof MessagingEvent.DeadLettered dead) {
            String reason = dead.reason().name();
            note(Kind.DEAD_LETTERED, dead.topic(), dead.group(), dead.messageId(), reason);
        } else if (event instanceof MessagingEvent.Discarded discarded) {
            note(Kind.DISCARDED, discarded.topic(), discarded.group(), discarded.messageId(), "");
        } else if (event instanceof MessagingEvent.Redriven redriven) {
            note(Kind.REDRIVEN, redriven.topic(), redriven.group(), redriven.messageId(), "");
        } else if (event instanceof MessagingEvent.Duplicate duplicate) {
            note(Kind.DUPLICATE, duplicate.topic(), duplicate.group(), duplicate.messageId(), "");
        } else if (event instanceof MessagingEvent.LeaseLost lost) {
            note(Kind.LEASE_LOST, lost.topic(), lost.group(), lost.messageId(), "");
        } else if (event instanceof MessagingEvent.Abandoned abandoned) {
            note(Kind.ABANDONED, abandoned.topic(), abandoned.group(), abandoned.messageId(), "");
        }
    }

    private void tally(Kind kind, String topic, String group, String messageId) {
        stage.tally().told(kind, topic + " → " + group, messageId);
    }

    private void note(Kind kind, String topic, String group, String messageId, String detail) {
        stage.history().add(kind, program, topic, group, messageId, null, 0, "", detail);
    }
}
