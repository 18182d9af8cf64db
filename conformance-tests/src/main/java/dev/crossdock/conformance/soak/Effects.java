package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.process.Deed;
import java.util.Map;

/**
 * A database in which the handlers of a group have their effects, in one transaction with the mark that a message is
 * handled. The kit has none of its own: whoever runs a soak brings one.
 */
public interface Effects extends AutoCloseable {
    /** What a worker's handler does: writes the id of its message, through an inbox. */
    Class<? extends Deed> deed();

    /** What that needs to find the database. */
    Map<String, String> settings();

    /** How many effects each message had that had any, by id. */
    Map<String, Integer> counts() throws Exception;

    @Override
    void close();
}
