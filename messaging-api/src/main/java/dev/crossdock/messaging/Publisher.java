package dev.crossdock.messaging;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Publishes to one topic. Thread-safe; one publisher serves a whole process, and it is closed with its
 * {@link Messaging}. Not for implementation by users.
 *
 * <p><b>Confirmed</b> means that the broker has stored the message as durably as the topic is configured; success does
 * not mean that a group exists. Every publish ends within the configured time ({@code crossdock.publish.timeout}) in one
 * of three ways: confirmed; rejected, which is definite, with any code but {@link ErrorCode#OUTCOME_UNKNOWN}; or
 * unknown, with that code.
 *
 * <p>At most {@code crossdock.publish.max-in-flight} messages wait for the broker's answer at a time. Beyond it, calls
 * block until there is room or the time is over ({@link ErrorCode#OVERLOADED}, nothing was sent).
 *
 * <p>While the broker is away, what is published waits for it until its time is over, and is then rejected with
 * {@link ErrorCode#UNAVAILABLE}. What waits counts among what waits for an answer. Closing waits for it as well.
 *
 * <p>Messages of one key that one thread publishes one after the other keep their order: one that has waited and would come
 * behind a later one of its key is rejected with {@link ErrorCode#UNAVAILABLE}.
 *
 * @param <T> the type of the bodies
 */
public interface Publisher<T> {
    /**
     * Publishes a body as a message of its own and waits for the broker's answer.
     *
     * @throws MessagingException if it is rejected or its outcome is unknown
     */
    default void publish(T body) {
        publish(Message.of(body));
    }

    /**
     * Publishes a message and waits for the broker's answer.
     *
     * @throws MessagingException if it is rejected or its outcome is unknown
     */
    void publish(Message<T> message);

    /**
     * Publishes a message; the stage completes when the broker has answered, or exceptionally with a
     * {@link MessagingException}. Dependent actions may run on a client's I/O thread and must not block.
     */
    CompletionStage<Void> publishAsync(Message<T> message);

    /**
     * Publishes many messages, waits for all answers, and gives one result per message, in the order of the messages.
     * One bad message does not harm its neighbours. The fastest way to publish.
     *
     * @throws MessagingException with {@link ErrorCode#CLOSED} or {@link ErrorCode#INTERRUPTED} only if nothing was sent
     */
    List<PublishResult> publishAll(List<Message<T>> messages);

    /** The topic that this publishes to. */
    Topic<T> topic();
}
