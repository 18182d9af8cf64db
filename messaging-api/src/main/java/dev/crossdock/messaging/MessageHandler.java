package dev.crossdock.messaging;

/**
 * Handles messages: returning accepts the message, throwing hands it to the retry policy.
 *
 * <p>Called by as many threads at once as the consumer's concurrency; may block. On Java 21 and later the threads are
 * virtual.
 *
 * @param <T> the type of the bodies
 */
@FunctionalInterface
public interface MessageHandler<T> {
    /**
     * Handles one delivery.
     *
     * @throws Exception if it could not be handled; what happens next is the retry policy's decision
     */
    void handle(Delivery<T> delivery) throws Exception;
}
