package dev.crossdock.messaging;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Runs operations once for each key, wherever they are called: for commands that do not come as messages, such as requests
 * that a client may repeat. Whoever calls later gets the result of the one that ran; whoever calls meanwhile waits for it.
 *
 * <pre>{@code
 * IdempotentCalls<Receipt> charges = messaging.idempotentCalls("charges", JacksonCodec.of(Receipt.class));
 * Receipt receipt = charges.process(request.id(), Duration.ofDays(1), () -> bank.charge(request.card(), request.amount()));
 * }</pre>
 *
 * <p>A key is claimed in the idempotency store before its operation runs, and marked as done together with the result after
 * it has returned. An operation that throws leaves no mark: the next call runs it again. If the process dies between the
 * effect and the mark, or is suspended in between for longer than the lease, the operation runs again.
 *
 * <p>Thread-safe and immutable; not for implementation by users.
 *
 * @param <R> the type of the results
 */
public interface IdempotentCalls<R extends @Nullable Object> {
    /** How many bytes of a result are kept at most. */
    int MAX_RESULT_BYTES = 1 << 20;

    /**
     * Runs an operation on this thread, unless it has run for this key before; its result in any case.
     *
     * <p>A result that cannot be kept, because the codec throws or makes more than {@value #MAX_RESULT_BYTES} bytes of it,
     * is given to this caller alone; those who come later get an exception with {@link ErrorCode#NOT_FOUND} and know that
     * it was done. {@code null} is kept.
     *
     * @param key 1 to 4096 characters; calls of other names have keys of their own
     * @param retention how long the result is remembered; a call that comes later runs again
     * @param operation what is to be done once
     * @throws MessagingException with {@link ErrorCode#TIMEOUT} if somebody else was at it for longer than this waits; with
     *     {@link ErrorCode#UNAVAILABLE} or another code if the store could not be asked; in all these cases nothing was run
     *     by this call. With {@link ErrorCode#OUTCOME_UNKNOWN} if the operation has returned and the store could not be told
     *     for the length of a lease: another call may run it again. With {@link ErrorCode#INTERRUPTED} if this thread was
     *     interrupted while it waited, with {@link ErrorCode#CONFLICT} if what was kept is not what the codec reads
     * @throws Exception what the operation throws, as it is
     */
    R process(String key, Duration retention, Callable<? extends R> operation) throws Exception;

    /** This with another lease: how long a claim holds without a sign of life of its process; 30 seconds unless changed. */
    IdempotentCalls<R> lease(Duration newLease);

    /** This with another limit of waiting for somebody who is at it; 30 seconds unless changed, zero for not at all. */
    IdempotentCalls<R> waitAtMost(Duration limit);
}
