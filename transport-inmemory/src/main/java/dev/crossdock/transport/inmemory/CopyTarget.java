package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.spi.Description;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.List;

/** A queue that a topic gives copies to. Thread-safe. */
interface CopyTarget extends QueueStore {
    Capacity capacity();

    /** Stores the first messages of a list, for which places have been taken. */
    void append(List<WireMessage> messages, int count, long delayNanos);

    @Override
    default int store(List<WireMessage> messages, long delayNanos) {
        int count = capacity().take(messages.size());
        if (count > 0) {
            append(messages, count, delayNanos);
        }
        return count;
    }

    @Override
    default Description describe() {
        return Destination.limited(capacity().max()).build();
    }

    @Override
    default int depth() {
        return capacity().taken();
    }
}
