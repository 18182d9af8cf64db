package dev.crossdock.messaging.spi;

import java.time.Duration;

/**
 * What a broker can do by itself. It changes how the engine does a thing, never whether a user may ask for it; what
 * cannot be kept even so is refused when a consumer starts.
 *
 * <p>Durations and numbers are true limits: at the limit it works, beyond it the transport refuses.
 *
 * @param releases whether messages can be released one by one; not in a log, where {@link Receiver#release} is never called
 * @param maxReleaseDelay the longest delay of {@link Receiver#release}; zero if a released message comes at once
 * @param releaseHoldsKey whether, with order per key, a released message keeps later ones of its key behind it
 * @param maxSendDelay the longest delay of {@link Transport#send} to an inbox or a topic; zero if there is none
 * @param countsDeliveries whether {@link WireDelivery#deliveryCount()} grows with released messages
 * @param maxHold how long a message may stay on loan, renewed or not
 * @param ordersPerKey whether {@link dev.crossdock.messaging.Ordering#PER_KEY} can be asked for
 * @param replays whether a new inbox can start {@link dev.crossdock.messaging.StartFrom#EARLIEST}
 * @param maxMessageBytes the largest message, counted as the transport's page says
 * @param maxHeaders the greatest number of headers, the library's own included
 */
public record Capabilities(
        boolean releases,
        Duration maxReleaseDelay,
        boolean releaseHoldsKey,
        Duration maxSendDelay,
        boolean countsDeliveries,
        Duration maxHold,
        boolean ordersPerKey,
        boolean replays,
        int maxMessageBytes,
        int maxHeaders) {}
