package dev.crossdock.messaging.core.retry;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Capabilities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes any delay out of what a broker has: one native delay, several, stays in lanes of fixed lengths, or stays in one
 * lane in which the broker delays.
 *
 * <p>The lengths are fixed and not made to measure, because a lane has to be read by somebody after every process that
 * wrote to it is gone. Whoever takes a message at the end of a hop and finds it not due yet asks for the next hop; what is
 * left below {@link #FINEST} is waited for where the message is consumed, so that nothing is early and little is late.
 *
 * <p>Pure and immutable.
 */
public final class DelayLadder {
    /** Below this, waiting in memory is better than another trip to the broker. */
    public static final Duration FINEST = Duration.ofSeconds(1);

    private static final List<Duration> STEPS = List.of(
            FINEST,
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofHours(1));

    private final Duration longestNative;
    private final Duration longestInLane;
    private final boolean movesByItself;

    /** The ladder for a broker. */
    public DelayLadder(Capabilities capabilities) {
        this.longestNative = capabilities.maxSendDelay();
        this.longestInLane = capabilities.maxLaneDelay();
        this.movesByItself = capabilities.emptiesLanes();
    }

    /**
     * Where to send a message that has still to wait, and with which native delay.
     *
     * @param target the topic or inbox that it shall reach
     * @param remaining how long it has to wait
     */
    public Hop firstHop(Address target, Duration remaining) {
        if (remaining.compareTo(longestNative) <= 0) {
            return new Hop(target, remaining);
        }
        if (remaining.compareTo(FINEST) < 0) {
            return new Hop(target, Duration.ZERO);
        }
        if (longestNative.compareTo(FINEST) >= 0) {
            return new Hop(target, longestNative);
        }
        if (delaysInLanes()) {
            Duration hop = remaining.compareTo(longestInLane) < 0 ? remaining : longestInLane;
            return new Hop(new Address.DelayLane(target, longestInLane), hop);
        }
        Duration step = FINEST;
        for (Duration longer : STEPS) {
            if (longer.compareTo(remaining) <= 0) {
                step = longer;
            }
        }
        return new Hop(new Address.DelayLane(target, step), Duration.ZERO);
    }

    /** Whether the broker moves on what has waited in a lane, so that nobody has to read it. */
    boolean movesByItself() {
        return movesByItself;
    }

    /** The lengths of the lanes that have to be there; none where the broker delays by itself. */
    public List<Duration> steps() {
        if (longestNative.compareTo(FINEST) >= 0) {
            return List.of();
        }
        return delaysInLanes() ? List.of(longestInLane) : STEPS;
    }

    /**
     * The lanes that a consumer of an inbox makes sure of: those to the inbox, and, if consumers read lanes, those to the
     * topic. What the broker empties by itself is left to whoever publishes with a delay.
     */
    public List<Address.DelayLane> lanes(Address.Inbox inbox) {
        List<Address> targets = movesByItself ? List.of(inbox) : List.of(inbox, new Address.Topic(inbox.topic()));
        List<Address.DelayLane> lanes = new ArrayList<>();
        for (Duration step : steps()) {
            for (Address target : targets) {
                lanes.add(new Address.DelayLane(target, step));
            }
        }
        return lanes;
    }

    private boolean delaysInLanes() {
        return longestInLane.compareTo(FINEST) >= 0;
    }

    /**
     * One stretch of a delay.
     *
     * @param to where the message is sent
     * @param nativeDelay the delay that the broker is asked for
     */
    public record Hop(Address to, Duration nativeDelay) {}
}
