package dev.crossdock.messaging.spi;

import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.TimeSource;

/**
 * Found by {@link java.util.ServiceLoader}: opens idempotency stores of one kind. Needs a public constructor without
 * arguments.
 */
public interface IdempotencyStoreProvider {
    /**
     * The name in {@code crossdock.idempotency.store}, and in the prefix of its settings: lower-case letters and digits.
     */
    String name();

    /**
     * Connects, or prepares to.
     *
     * @param settings the settings below {@code crossdock.idempotency.<name>.}; the engine refuses what has not been asked
     *     for when this returns, so read every key here
     * @param time where the engine takes the time from; a store whose server keeps the time ignores it
     * @return a store that the engine closes
     * @throws Exception a {@link dev.crossdock.messaging.MessagingException} of
     *     {@link dev.crossdock.messaging.ErrorCode#UNAVAILABLE} if the server cannot be reached, of
     *     {@link dev.crossdock.messaging.ErrorCode#UNAUTHENTICATED} or
     *     {@link dev.crossdock.messaging.ErrorCode#PERMISSION_DENIED} if it refuses the account, of
     *     {@link dev.crossdock.messaging.ErrorCode#CONFLICT} if what is there does not fit, of
     *     {@link dev.crossdock.messaging.ErrorCode#INVALID_CONFIGURATION} about a setting; or the native client's
     */
    IdempotencyStore open(Settings settings, TimeSource time) throws Exception;
}
