package dev.crossdock.messaging.spi;

import dev.crossdock.messaging.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A connection to one broker. Thread-safe.
 *
 * <p>Exceptions of the native client are let out as they are; the engine {@linkplain #classify classifies} and wraps them
 * once. A transport does not repeat what has failed: the engine does, where it is safe.
 */
public interface Transport {
    /** What the broker can do; the same for as long as the transport is open. */
    Capabilities capabilities();

    /**
     * Makes sure that an address exists, in the way the topology says. Idempotent; several processes may do it at once.
     *
     * @throws Exception a {@link dev.crossdock.messaging.MessagingException} of {@link ErrorCode#NOT_FOUND} or
     *     {@link ErrorCode#CONFLICT} that names the object and the setting that differs; of {@link ErrorCode#UNSUPPORTED}
     *     if the topology asks for what this broker does not have; or the native client's
     */
    void provision(Address address, Topology topology) throws Exception;

    /**
     * Sends messages to one address and tells, for each, what the broker answered.
     *
     * <p>The engine guarantees at least one message, a delay that is zero or within
     * {@link Capabilities#maxSendDelay()}, to a lane {@link Capabilities#maxLaneDelay()}, and no more messages
     * unanswered than the configured bound. It has checked names and values of headers; it has not checked sizes,
     * because only the transport knows what counts.
     *
     * <p>The transport guarantees exactly one call of the listener per message, whatever happens, the closing of the
     * transport included; and that messages of equal keys given to one call, or to calls one after the other by one
     * thread, are stored in that order; if one of them is rejected, that is told before a later one is confirmed. What it
     * cannot send because the broker is away it rejects soon, if it is sure that nothing of it arrives later, with a cause
     * of {@link ErrorCode#UNAVAILABLE}: the engine sends it again if it may wait. It may block while the client's own
     * buffers are full. It throws nothing.
     */
    void send(Address to, List<WireMessage> messages, Duration delay, SendListener listener);

    /**
     * Begins to read a queue that was provisioned before. When it returns, what is sent to the queue from then on can be
     * received.
     *
     * @throws Exception a {@link dev.crossdock.messaging.MessagingException} of {@link ErrorCode#NOT_FOUND} if it does
     *     not exist, of {@link ErrorCode#UNSUPPORTED} if the order that is asked for cannot be kept; or the native
     *     client's
     */
    Receiver open(Address.Queue queue, ReceiverOptions options) throws Exception;

    /**
     * The oldest messages of a queue, without changing anything. Empty where the broker cannot: the engine then receives
     * and gives back.
     */
    default Optional<List<WireMessage>> browse(Address.Queue queue, int limit) throws Exception {
        return Optional.empty();
    }

    /**
     * How many messages wait in a queue, those on loan included. Empty where the broker cannot tell: the engine then
     * counts.
     */
    default OptionalLong depth(Address.Queue queue) throws Exception {
        return OptionalLong.empty();
    }

    /**
     * About how many messages wait in a queue, without looking at them. Asked for where {@link #depth} is empty; empty itself
     * where the broker has not even that.
     */
    default OptionalLong estimate(Address.Queue queue) throws Exception {
        return OptionalLong.empty();
    }

    /**
     * What the broker says of an address that is there, for the engine to find out what will hurt later. Changes nothing.
     * Facts only: what is good or bad is the engine's to say, so that it is said once. Empty where nothing can be said.
     *
     * @throws Exception a {@link dev.crossdock.messaging.MessagingException} of {@link ErrorCode#NOT_FOUND} if it is not
     *     there, or the native client's
     */
    default Optional<Description> describe(Address address) throws Exception {
        return Optional.empty();
    }

    /** Asks the broker for a sign of life, and returns when it has given one. */
    void ping() throws Exception;

    /** What kind of failure a throwable of the native client is; {@link ErrorCode#INTERNAL} if there is no telling. */
    ErrorCode classify(Throwable nativeFailure);

    /** The native client, if it has that type. */
    default <X> Optional<X> unwrap(Class<X> nativeType) {
        return Optional.empty();
    }

    /** Ends the connection. Sends that are unanswered end as unknown. May be called again. */
    void close() throws Exception;
}
