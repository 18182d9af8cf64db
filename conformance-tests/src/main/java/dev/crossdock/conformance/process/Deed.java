package dev.crossdock.conformance.process;

import dev.crossdock.messaging.DecidingHandler;
import java.util.Map;

/**
 * What the handler of a worker does with what it is told to accept, such as to write to a database. Made in the worker's
 * process, so that its class has a public constructor without parameters.
 */
public interface Deed {
    /**
     * Makes the handler, which must be thread-safe.
     *
     * @param settings what {@link WorkerBuilder#doing} was given
     */
    DecidingHandler<byte[]> begin(Map<String, String> settings) throws Exception;
}
