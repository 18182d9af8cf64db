package dev.crossdock.messaging;

import java.time.Duration;

/** The answer of an {@link IdempotencyStore} to a claim. Immutable. */
public sealed interface Claim {
    /**
     * The caller handles the key now.
     *
     * @param scope the scope it was claimed in
     * @param key the key
     * @param fencingToken grows with every claim of the key while its record exists
     */
    record Acquired(String scope, String key, long fencingToken) implements Claim {}

    /**
     * Somebody else is handling it.
     *
     * @param retryAfter when another claim makes sense at the latest: what is left of the lease
     */
    record Busy(Duration retryAfter) implements Claim {}

    /** It is done. */
    record Completed() implements Claim {}
}
