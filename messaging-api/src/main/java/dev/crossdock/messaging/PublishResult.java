package dev.crossdock.messaging;

/** How the publish of one message ended. Immutable. */
public sealed interface PublishResult {
    /** The message's id. */
    String messageId();

    /** Whether the broker has stored it. */
    default boolean isConfirmed() {
        return this instanceof Confirmed;
    }

    /** The broker has stored it. */
    record Confirmed(String messageId) implements PublishResult {}

    /** It was not stored and never will be. */
    record Rejected(String messageId, MessagingException error) implements PublishResult {}

    /** It may or may not have been stored; the error's code is {@link ErrorCode#OUTCOME_UNKNOWN}. */
    record Unknown(String messageId, MessagingException error) implements PublishResult {}
}
