package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.spi.Description;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.List;

/** What can be sent to. Thread-safe. */
interface Destination {
    /**
     * Stores messages, or as many of the first as there is room for: each wholly or not at all.
     *
     * @return how many were stored
     */
    int store(List<WireMessage> messages, long delayNanos);

    /** What it says of itself. */
    Description describe();

    /** With a limit beyond which it takes no more. */
    static Description.Builder limited(int maxMessages) {
        return Description.builder().bound("max-queue-messages = " + maxMessages, false);
    }
}
