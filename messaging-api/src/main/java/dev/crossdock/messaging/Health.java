package dev.crossdock.messaging;

import java.util.Map;

/**
 * Whether messages flow. A snapshot; immutable.
 *
 * @param status the worst of all parts
 * @param problems a line for people per part that is not {@link Status#UP}: {@code broker}, or
 *     {@code topic/group} of a consumer
 */
public record Health(Status status, Map<String, String> problems) {
    /** How well it goes, from good to bad. */
    public enum Status {
        /** Everything works. */
        UP,
        /** Some consumer stands still, though the broker answers. */
        DEGRADED,
        /** The broker does not answer. */
        DOWN
    }

    /** Copies the map. */
    public Health {
        problems = Map.copyOf(problems);
    }
}
