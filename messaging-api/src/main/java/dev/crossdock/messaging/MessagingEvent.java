package dev.crossdock.messaging;

import java.time.Duration;

/**
 * Something that happened, for metrics, logs and traces. Immutable; holds no bodies and no secrets.
 *
 * <p>The counts of these events are what the history of the messages says: each publish gives exactly one
 * {@link Published} or {@link PublishFailed}; each started delivery exactly one {@link Started}, then one of
 * {@link Handled}, {@link Failed} or {@link Abandoned} unless the process dies.
 */
public sealed interface MessagingEvent {
    /** The topic it is about. */
    String topic();

    /** The broker has confirmed a message. */
    record Published(String topic, String messageId) implements MessagingEvent {}

    /** A publish was rejected, or its outcome is unknown ({@link ErrorCode#OUTCOME_UNKNOWN}). */
    record PublishFailed(String topic, String messageId, MessagingException error) implements MessagingEvent {}

    /** A handler is about to be called. */
    record Started(String topic, String group, String messageId, int attempt) implements MessagingEvent {}

    /** A handler has accepted a message. */
    record Handled(String topic, String group, String messageId, int attempt, Duration took)
            implements MessagingEvent {}

    /** A handler has failed, or decided for a retry or a dead letter. What follows is an event of its own. */
    record Failed(String topic, String group, String messageId, int attempt, Throwable cause)
            implements MessagingEvent {}

    /** A handler was still running when the consumer's time to close was over; the message comes again. */
    record Abandoned(String topic, String group, String messageId, int attempt) implements MessagingEvent {}

    /** A message will come again, not before the delay. */
    record RetryScheduled(String topic, String group, String messageId, int nextAttempt, Duration delay)
            implements MessagingEvent {}

    /** A message was stored among the dead letters, confirmed by the broker. */
    record DeadLettered(String topic, String group, String messageId, DeadLetterReason reason, int attempts)
            implements MessagingEvent {}

    /** A message was settled without a copy because the consumer was told to ({@link OnExhausted#DISCARD}). */
    record Discarded(String topic, String group, String messageId, DeadLetterReason reason) implements MessagingEvent {}

    /** A message was settled without calling the handler, because it was handled before. */
    record Duplicate(String topic, String group, String messageId) implements MessagingEvent {}

    /** A message waits because a duplicate of it is being handled, or because the idempotency store cannot be reached. */
    record Deferred(String topic, String group, String messageId, Duration delay) implements MessagingEvent {}

    /** A dead letter was sent back to its group. */
    record Redriven(String topic, String group, String messageId) implements MessagingEvent {}

    /** The broker has taken a message back while this process held it; whoever has it now may handle it a second time. */
    record LeaseLost(String topic, String group, String messageId) implements MessagingEvent {}

    /** A handler has been running for longer than it should; it costs one unit of concurrency until it returns. */
    record HandlerStalled(String topic, String group, String messageId, Duration running) implements MessagingEvent {}

    /** A consumer has lost its broker and tries again, with growing pauses. */
    record ConnectionLost(String topic, String group, Throwable cause) implements MessagingEvent {}

    /** A consumer receives again. */
    record ConnectionRestored(String topic, String group) implements MessagingEvent {}

    /**
     * A part of the user's that the engine called has thrown where it should not have: a retry policy, or an idempotency
     * store. The message is kept.
     */
    record ExtensionFailed(String topic, String group, String messageId, String extension, Throwable cause)
            implements MessagingEvent {}

    /** A copy that has to be confirmed before a message is settled could not be made; it is tried again. */
    record HandOverFailed(String topic, String group, String messageId, Throwable cause) implements MessagingEvent {}

    /** A consumer has stopped taking messages because it was told to ({@link OnExhausted#STOP}). */
    record Stopped(String topic, String group, String messageId, DeadLetterReason reason) implements MessagingEvent {}

    /**
     * The dead letters of a group are more, more than before, or older than a consumer was told with
     * {@link DeadLetterLimits}. Comes with every look for as long as it is so.
     *
     * @param limit which limit is exceeded
     * @param messages how many dead letters there are; an estimate where the broker has no exact number
     * @param age how long ago the oldest has died; zero if that was not asked for
     */
    record DeadLettersOverLimit(String topic, String group, DeadLetterLimits.Limit limit, long messages, Duration age)
            implements MessagingEvent {}
}
