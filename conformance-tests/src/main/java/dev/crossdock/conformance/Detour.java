package dev.crossdock.conformance;

import dev.crossdock.conformance.network.Link;
import java.util.Map;

/**
 * A second way to the broker, which scenarios may break: one of them at a time. Whoever does not come this way, witnesses
 * and other scenarios among them, notices nothing.
 *
 * @param link what clients come through who take this way, second processes included
 * @param configuration with which a program takes it; complete, as {@link TransportHarness#configuration()}
 */
public record Detour(Link link, Map<String, String> configuration) {
    /** With a configuration that does not change. */
    public Detour {
        configuration = Map.copyOf(configuration);
    }
}
