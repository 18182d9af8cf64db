package dev.crossdock.messaging;

import java.time.Duration;
import java.util.Optional;

/**
 * Remembers which messages are being handled, by whom, and which are done.
 *
 * <p>The states of one key in one scope:
 *
 * <pre>
 * absent ── claim ──▶ in progress (fencing token, lease)
 * in progress ── complete ──▶ done (for a retention)        in progress ── release ──▶ absent
 * in progress, lease over ── claim by another ──▶ in progress (greater token)
 * done, retention over ──▶ absent
 * </pre>
 *
 * <p>Every transition is atomic. A claim whose token is no longer the current one has no effect on the key. Tokens of one
 * key only grow while its record exists. Thread-safe. Methods may block for as long as the store's own limits allow and
 * throw whatever the store throws; to throw is always safe, because the caller then settles nothing.
 */
public interface IdempotencyStore {
    /**
     * Tries to become the one who handles a key.
     *
     * @param scope topic and group; keys of different scopes never meet
     * @param key the message's key within the scope
     * @param lease how long the claim holds without a renewal
     */
    Claim claim(String scope, String key, Duration lease) throws Exception;

    /** Holds a claim for another lease from now; {@code false} if it is not the current one any more. */
    boolean renew(Claim.Acquired claim, Duration lease) throws Exception;

    /**
     * Marks the key as done; {@code false} if the claim is not the current one any more, in which case somebody else has
     * taken over and nothing is changed. What was marked by this claim before may be marked again: the answer to the first
     * time may have been lost.
     */
    boolean complete(Claim.Acquired claim, Duration retention) throws Exception;

    /** Whether it can keep results with its marks; what {@link IdempotentCalls} need. */
    default boolean keepsResults() {
        return false;
    }

    /**
     * Marks the key as done, as {@link #complete(Claim.Acquired, Duration)} does, and keeps a result for as long.
     *
     * @param result up to {@link IdempotentCalls#MAX_RESULT_BYTES} and one; not changed, and not kept as this array
     * @throws UnsupportedOperationException unless {@link #keepsResults()}
     */
    default boolean complete(Claim.Acquired claim, Duration retention, byte[] result) throws Exception {
        throw new UnsupportedOperationException(getClass().getName() + " keeps no results");
    }

    /**
     * The result that was kept with the mark of a key; empty if the key is not done now, or there was none.
     *
     * @throws UnsupportedOperationException unless {@link #keepsResults()}
     */
    default Optional<byte[]> result(String scope, String key) throws Exception {
        throw new UnsupportedOperationException(getClass().getName() + " keeps no results");
    }

    /** Gives the key back, so that the next one can claim it at once; without effect if the claim is not the current one. */
    void release(Claim.Acquired claim) throws Exception;

    /** Frees what the store holds; the engine closes only stores that it opened itself. */
    default void close() throws Exception {}
}
