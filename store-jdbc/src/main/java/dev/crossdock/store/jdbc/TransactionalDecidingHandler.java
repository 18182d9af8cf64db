package dev.crossdock.store.jdbc;

import dev.crossdock.messaging.Delivery;
import dev.crossdock.messaging.Outcome;
import java.sql.Connection;

/**
 * Handles messages in the transaction that also marks the message as done, and says what becomes of each: only what is
 * accepted is committed.
 *
 * @param <T> the type of the bodies
 */
@FunctionalInterface
public interface TransactionalDecidingHandler<T> {
    /**
     * Handles one delivery and decides.
     *
     * @param connection in a transaction, for the time of this call; it refuses to commit, to roll back and to be closed
     * @throws Exception if it could not be handled; nothing that was written stays
     */
    Outcome handle(Delivery<T> delivery, Connection connection) throws Exception;
}
