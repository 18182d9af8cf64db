package dev.crossdock.messaging;

import dev.crossdock.messaging.spi.EngineProvider;
import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * The way in: one per broker, usually one per process. Thread-safe; not for implementation by users.
 *
 * <pre>{@code
 * try (Messaging messaging = Messaging.open(MessagingConfig.load())) {
 *     messaging.consume(ORDERS, "billing").handle(delivery -> bank.charge(delivery.body()));
 *     messaging.publisher(ORDERS).publish(order);
 * }
 * }</pre>
 */
public interface Messaging extends AutoCloseable {
    /**
     * Connects to the broker that the configuration names.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_CONFIGURATION} if a key is unknown, a value impossible or
     *     the transport not on the class path; with another code if the broker refuses
     */
    static Messaging open(MessagingConfig config) {
        Iterator<EngineProvider> engines =
                ServiceLoader.load(EngineProvider.class).iterator();
        if (!engines.hasNext()) {
            throw new MessagingException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "No engine is on the class path: add dev.crossdock:messaging-core beside messaging-api");
        }
        return engines.next().open(config);
    }

    /** The publisher of a topic; the topic is created, verified or assumed, as configured. */
    <T> Publisher<T> publisher(Topic<T> topic);

    /**
     * Describes a member of a group; its terminal verb starts it. Every group gets every message of the topic; inside a
     * group each message goes to one member.
     *
     * @param group 1 to 128 characters, by the rules of topic names
     */
    <T> Consumer.Builder<T> consume(Topic<T> topic, String group);

    /** The dead letters of a group. */
    DeadLetters deadLetters(Topic<?> topic, String group);

    /**
     * Runs commands once that do not come as messages, with the idempotency store that consumers use.
     *
     * @param name of the kind of calls, 1 to 128 characters, by the rules of topic names; keys of other kinds are apart
     * @param results how results are kept
     * @throws MessagingException with {@link ErrorCode#UNSUPPORTED} if the store keeps no results
     */
    default <R extends @Nullable Object> IdempotentCalls<R> idempotentCalls(String name, Codec<@NonNull R> results) {
        // Whoever wraps a Messaging was compiled before there were any.
        throw new MessagingException(
                ErrorCode.UNSUPPORTED,
                "Wanted idempotent calls of '" + name + "', found a "
                        + getClass().getName() + ", which has none");
    }

    /** Whether messages flow. Asks the broker; not for a liveness probe. */
    Health health();

    /** The native client behind it, if it has that type: what is done with it is outside of all promises. */
    <X> Optional<X> unwrap(Class<X> nativeType);

    /**
     * Closes consumers first, so that their handlers can still publish, then waits for publishes under way, then
     * disconnects. Bounded by {@code crossdock.close-timeout}; may be called again.
     */
    @Override
    void close();
}
