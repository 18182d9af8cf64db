package dev.crossdock.conformance;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.List;
import java.util.Set;

/**
 * What the broker itself says, asked with its native client and without a line of the library under test. Thread-safe.
 *
 * <p>What a broker cannot be asked throws {@link UnsupportedOperationException}; the scenario ends as
 * {@link Outcome#UNKNOWN} then.
 */
public interface BrokerWitness {
    /** How many messages a queue holds, those on loan included. */
    long depth(Address.Queue queue);

    /** How many messages of a queue have been delivered and not been settled. */
    long unsettled(Address.Queue queue);

    /** The messages of a queue, oldest first, without changing anything. */
    List<WireMessage> peek(Address.Queue queue);

    /** Sends a message as a program would that has never heard of this library: without any of its headers. */
    void publishForeign(String topic, byte[] body);

    /**
     * Sends messages as a hostile program would: headers of any names and values, the library's own among them. Returns when
     * the broker has them all.
     */
    default void publishHostile(String topic, List<ForeignMessage> messages) {
        throw new UnsupportedOperationException("nobody can send headers but the library");
    }

    /**
     * Puts a message among the dead letters as the broker itself would, or a program that has never heard of this library:
     * without any of its headers.
     */
    default void buryForeign(Address.DeadLetters queue, byte[] body) {
        throw new UnsupportedOperationException("nothing can be put there but by the library");
    }

    /**
     * Deletes what a queue is read from, with what is in it, as somebody does by mistake: the queue, the subscription or
     * consumer of a group, or where a topic itself is what is read, that.
     */
    default void remove(Address.Queue queue) {
        throw new UnsupportedOperationException("nothing can be deleted");
    }

    /**
     * What a foreign program can send instead of a body, on a broker that carries nothing but text; the body itself
     * anywhere else.
     */
    default byte[] foreignBody(byte[] body) {
        return body;
    }

    /** The topics, queues and whatever else belongs to a topic, by their logical addresses. */
    Set<Address> topology(String topic);

    /** How many connections the broker has from this machine. */
    int connections();

    /** How many consumers read a queue. */
    int receivers(Address.Queue queue);
}
