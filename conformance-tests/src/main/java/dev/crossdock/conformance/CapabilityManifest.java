package dev.crossdock.conformance;

import dev.crossdock.messaging.spi.Capabilities;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What can be asked for on a transport: an answer for every {@link Capability}, derived from the object that the engine
 * itself uses.
 *
 * @param support an answer for each
 * @param limits what the transport says about itself
 */
public record CapabilityManifest(Map<Capability, Support> support, Capabilities limits) {
    /** Refuses a manifest with a gap. */
    public CapabilityManifest {
        for (Capability capability : Capability.values()) {
            if (!support.containsKey(capability)) {
                throw new IllegalArgumentException("the manifest has no answer for " + capability);
            }
        }
        support = Collections.unmodifiableMap(new EnumMap<>(support));
    }

    /** The manifest of a transport. */
    public static CapabilityManifest of(Capabilities transport) {
        Map<Capability, Support> support = new EnumMap<>(Capability.class);
        support.put(Capability.BATCH, Support.YES);
        support.put(Capability.ORDER, transport.ordersPerKey() ? Support.YES : Support.NO);
        support.put(Capability.REPLAY, transport.replays() ? Support.YES : Support.NO);
        support.put(Capability.DELAY, transport.maxSendDelay().isZero() ? Support.EMULATED : Support.YES);
        support.put(Capability.REDRIVE, Support.EMULATED);
        support.put(
                Capability.RETRY_DELAY,
                transport.releases() && !transport.maxReleaseDelay().isZero() ? Support.YES : Support.EMULATED);
        support.put(Capability.ATTEMPTS, transport.countsDeliveries() ? Support.YES : Support.EMULATED);
        return new CapabilityManifest(support, transport);
    }

    /** The answer for one. */
    public Support of(Capability capability) {
        return java.util.Objects.requireNonNull(support.get(capability));
    }
}
