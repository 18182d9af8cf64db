package dev.crossdock.messaging.spi;

import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.StartFrom;

/**
 * In which way an address is made to exist.
 *
 * @param provisioning whether objects are created, looked for, or taken for granted
 * @param ordering the order that the group asks for; {@link Ordering#UNORDERED} for a topic
 * @param startFrom what an inbox gets that does not exist yet
 */
public record Topology(Provisioning provisioning, Ordering ordering, StartFrom startFrom) {
    /** Who creates topics and queues: {@code crossdock.provision}. */
    public enum Provisioning {
        /** What is missing is created; what is there is left as it is, and must fit. */
        CREATE,
        /** Nothing is created; what is missing or does not fit is an error at start. */
        VERIFY,
        /** Nothing is created and nothing looked for. */
        NONE
    }
}
