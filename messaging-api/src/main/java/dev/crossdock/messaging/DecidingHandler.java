package dev.crossdock.messaging;

/**
 * Handles messages and says what becomes of each; throwing hands it to the retry policy.
 *
 * <p>Called by as many threads at once as the consumer's concurrency; may block.
 *
 * @param <T> the type of the bodies
 */
@FunctionalInterface
public interface DecidingHandler<T> {
    /**
     * Handles one delivery and decides.
     *
     * @throws Exception if it could not be handled; what happens next is the retry policy's decision
     */
    Outcome handle(Delivery<T> delivery) throws Exception;
}
