package dev.crossdock.store.jdbc;

import dev.crossdock.messaging.Delivery;
import java.sql.Connection;

/**
 * Handles messages and writes into the transaction that also marks the message as done: returning commits and accepts,
 * throwing rolls back and hands it to the retry policy.
 *
 * @param <T> the type of the bodies
 */
@FunctionalInterface
public interface TransactionalHandler<T> {
    /**
     * Handles one delivery.
     *
     * @param connection in a transaction, for the time of this call; it refuses to commit, to roll back and to be closed
     * @throws Exception if it could not be handled; nothing that was written stays
     */
    void handle(Delivery<T> delivery, Connection connection) throws Exception;
}
