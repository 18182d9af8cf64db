package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.List;

/** The content of one queue, in the manner of one personality. Thread-safe unless a method says otherwise. */
interface QueueStore extends Destination {
    /** What protects the store and its sessions. */
    QueueGuard guard();

    /** Whether {@link dev.crossdock.messaging.Ordering#PER_KEY} can be asked for. */
    boolean ordersPerKey();

    /** Begins a session that reads. Guarded: the caller has entered. */
    Session join(ReceiverOptions options);

    /** How many messages there are, those on loan and those that wait for their time included. */
    int depth();

    /** How many messages are on loan. */
    int onLoan();

    /** The first messages in the order of the queue, those on loan included. */
    List<WireMessage> peek(int limit);

    /** Ends what runs in the background. What is stored later is lost with the queue. */
    void discard();
}
