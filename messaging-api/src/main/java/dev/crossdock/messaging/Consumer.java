package dev.crossdock.messaging;

import java.time.Duration;

/**
 * A running member of a group. Thread-safe; not for implementation by users.
 *
 * <p>When the builder's terminal verb returns, the group exists on the broker and this member receives: what is published
 * from then on is delivered. If the broker goes away later, the consumer tries again with growing pauses until it is
 * closed.
 */
public interface Consumer extends AutoCloseable {
    /** What a consumer is doing. */
    enum State {
        /** It receives. */
        RUNNING,
        /** It was paused, by {@link #pause()} or by {@link OnExhausted#STOP}. */
        PAUSED,
        /** It has lost the broker and tries to get it back. */
        RECONNECTING,
        /** It is being closed. */
        CLOSING,
        /** It is closed for good. */
        CLOSED
    }

    /** The topic it consumes. */
    String topic();

    /** The group it is a member of. */
    String group();

    /** What it is doing now. */
    State state();

    /**
     * Stops starting handlers. When this returns no handler starts; those that run go on, and what was fetched keeps its
     * place for as long as the pause lasts. Without effect if paused.
     */
    void pause();

    /** Goes on after a pause; without effect if not paused. */
    void resume();

    /**
     * Changes how many handlers run at once. Takes effect with the next handler; running ones are not disturbed.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_ARGUMENT} below 1 or above 10,000
     */
    void concurrency(int handlers);

    /** Closes with the time that is configured ({@code crossdock.close-timeout}, 30 seconds unless changed). */
    @Override
    void close();

    /**
     * Takes no more messages, gives back what was not started, waits for running handlers and settles them.
     *
     * <p>No handler starts after this has returned. Handlers still running when the time is over are interrupted, and
     * their messages come again. May be called from several threads, again, and from inside a handler, which then is not
     * waited for.
     *
     * @param limit how long to wait for running handlers; it returns at most a second later
     * @return whether every handler that had started ended by itself
     */
    boolean close(Duration limit);

    /**
     * Describes a consumer before it runs. Not thread-safe. Settings in the configuration
     * ({@code crossdock.consumer.<topic>.<group>.*}) win over what is said here.
     *
     * @param <T> the type of the bodies
     */
    interface Builder<T> {
        /** How many handlers run at once, 1 to 10,000; 1 unless changed. */
        Builder<T> concurrency(int handlers);

        /**
         * How many messages may be fetched and not yet finished; never less than the concurrency. Twice the concurrency
         * but at least 16 unless changed. More is faster with quick handlers; but what a process had fetched and not
         * begun when it died counts as an attempt on most brokers.
         */
        Builder<T> prefetch(int messages);

        /** What order is kept; {@link Ordering#UNORDERED} unless changed. */
        Builder<T> ordering(Ordering ordering);

        /** What happens after a failure; {@code exponential(1 s, 1 min)} with 5 attempts unless changed. */
        Builder<T> retry(RetryPolicy policy);

        /** Handles each message once; see {@link Idempotency}. */
        Builder<T> idempotent(Idempotency<? super T> idempotency);

        /** What a group gets that does not exist yet; {@link StartFrom#NOW} unless changed. */
        Builder<T> startFrom(StartFrom start);

        /** What happens with what cannot be handled; {@link OnExhausted#DEAD_LETTER} unless changed. */
        Builder<T> onExhausted(OnExhausted choice);

        /**
         * How long the broker waits for a sign of life before it gives a message to another member; renewed by the
         * library while a message is here. 30 seconds unless changed, 100 ms at least. No effect on brokers that watch
         * the connection instead.
         */
        Builder<T> lease(Duration lease);

        /**
         * How long a handler may run. After it, observers get {@link MessagingEvent.HandlerStalled} and the message is
         * not kept from other members any longer. 15 minutes unless changed; not less than the lease.
         */
        Builder<T> maxHandlerTime(Duration limit);

        /**
         * When observers are told that somebody ought to look at the dead letters of the group; never, unless this is
         * said.
         */
        default Builder<T> deadLetterLimits(DeadLetterLimits limits) {
            throw new MessagingException(
                    ErrorCode.UNSUPPORTED,
                    "Wanted limits of dead letters, found a " + getClass().getName() + ", which has none");
        }

        /** Starts the consumer: returning accepts, throwing retries. */
        Consumer handle(MessageHandler<? super T> handler);

        /** Starts the consumer with a handler that says what becomes of each message. */
        Consumer decide(DecidingHandler<? super T> handler);

        /** Starts the consumer with a handler that answers later. */
        Consumer handleAsync(AsyncHandler<? super T> handler);

        /**
         * What the consumer as it is described by now needs on the broker; starts nothing.
         *
         * @throws MessagingException as starting it would, if what is said about it is not possible
         */
        default GroupTopology topology() {
            throw new MessagingException(
                    ErrorCode.UNSUPPORTED,
                    "Wanted to know of a group's topology, found a "
                            + getClass().getName() + ", which has none");
        }
    }
}
