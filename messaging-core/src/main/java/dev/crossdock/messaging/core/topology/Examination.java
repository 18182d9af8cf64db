package dev.crossdock.messaging.core.topology;

import dev.crossdock.messaging.core.config.ConsumerSettings;
import dev.crossdock.messaging.spi.Capabilities;
import java.time.Duration;
import java.util.List;

/**
 * What the rules look at. Immutable.
 *
 * @param settings how the group consumes
 * @param broker what the broker can do
 * @param handlerTime how long handlers take; zero if nobody knows
 * @param found what there is
 */
record Examination(
        ConsumerSettings<?> settings,
        Capabilities broker,
        Duration handlerTime,
        RetryHorizon horizon,
        List<Found> found) {}
