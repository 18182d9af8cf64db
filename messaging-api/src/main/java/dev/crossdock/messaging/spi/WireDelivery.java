package dev.crossdock.messaging.spi;

import org.jspecify.annotations.Nullable;

/** A message on loan. Its methods are cheap and may be called by any thread. */
public interface WireDelivery {
    /** What was sent. */
    WireMessage message();

    /**
     * The key of that message. Order per key needs it of each message on the receiver's own thread, through which all of
     * them go: a transport whose messages are not read when they come tells it without reading the rest.
     */
    default @Nullable String key() {
        return message().key();
    }

    /**
     * Which delivery of this copy of the message to the group this is, as far as the broker knows: at least 1, and 1
     * where it does not count. Deliveries given back uncounted are not in it.
     */
    int deliveryCount();

    /**
     * Whether an earlier delivery may have ended with its process, so that this message may be what ended it, and whether
     * this delivery can be given back without being counted. It stays so when the message was given back: nobody has learned
     * more of it. Of such a message the engine makes the last attempt with nothing else in hand, so that its neighbours do
     * not count with it.
     */
    default boolean cameBackUnanswered() {
        return false;
    }

    /** The broker's own coordinates of it, for people; empty if it has none. */
    String source();
}
