package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.spi.WireMessage;
import org.jspecify.annotations.Nullable;

/** One group's copy of a message in a queue: 40 bytes besides the message. Guarded by the queue's lock. */
final class Queued {
    final WireMessage message;

    /** Its place in the queue: the lower comes first. It is kept while the message is away. */
    long place;

    /** Deliveries that count, the present one not among them. */
    int counted;

    /** Whether its time has not come yet. */
    boolean waits;

    /** Whether it came back undone: what is behind it in its key waits until it is settled. */
    boolean holdsKey;

    @Nullable Queued next;

    @Nullable Loan loan;

    Queued(WireMessage message) {
        this.message = message;
    }
}
