package dev.crossdock.messaging;

import java.util.concurrent.CompletionStage;

/**
 * Handles messages without keeping a thread: the message is settled when the returned stage completes.
 *
 * <p>As many stages are open at once as the consumer's concurrency. The method itself must not block. A stage that
 * completes exceptionally, or a throw, hands the message to the retry policy.
 *
 * @param <T> the type of the bodies
 */
@FunctionalInterface
public interface AsyncHandler<T> {
    /**
     * Starts to handle one delivery.
     *
     * @throws Exception if it could not be started; what happens next is the retry policy's decision
     */
    CompletionStage<Outcome> handle(Delivery<T> delivery) throws Exception;
}
