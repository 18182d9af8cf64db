package dev.crossdock.messaging.spi;

import dev.crossdock.messaging.TimeSource;

/** Found by {@link java.util.ServiceLoader}: makes connections of one kind. Needs a public constructor without arguments. */
public interface TransportProvider {
    /** The name in {@code crossdock.transport} and the prefix of its settings: lower-case letters and digits. */
    String name();

    /**
     * Connects, or prepares to.
     *
     * @param settings the settings below {@code crossdock.<name>.}; the engine refuses what has not been asked for when
     *     this returns, so read every key here
     * @param time where the engine takes the time from; a transport whose broker keeps the time ignores it
     * @throws Exception a {@link dev.crossdock.messaging.MessagingException} of
     *     {@link dev.crossdock.messaging.ErrorCode#UNAVAILABLE} if the broker cannot be reached, of
     *     {@link dev.crossdock.messaging.ErrorCode#UNAUTHENTICATED} or
     *     {@link dev.crossdock.messaging.ErrorCode#PERMISSION_DENIED} if it refuses the account, of
     *     {@link dev.crossdock.messaging.ErrorCode#INVALID_CONFIGURATION} about a setting; or the native client's
     */
    Transport open(Settings settings, TimeSource time) throws Exception;
}
