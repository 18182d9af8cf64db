package dev.crossdock.messaging.core.config;

import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.Topology.Provisioning;
import java.time.Duration;

/**
 * The engine's own settings.
 *
 * @param transport the name of the transport
 * @param startWait how long to wait for a broker that is not there when the library is opened
 * @param provisioning who creates topics and queues
 * @param publishTimeout within which every publish ends, one way or another
 * @param publishMaxInFlight how many published messages may wait for an answer
 * @param closeTimeout how long closing may take
 * @param idempotencyStore the name of the store
 */
public record EngineSettings(
        String transport,
        Duration startWait,
        Provisioning provisioning,
        Duration publishTimeout,
        int publishMaxInFlight,
        Duration closeTimeout,
        String idempotencyStore) {
    static final String TRANSPORT = "transport";
    static final String STORE = "idempotency.store";

    private static final Duration DAY = Duration.ofDays(1);

    /** Reads the settings below {@code crossdock.}; the transport's name is read already. */
    static EngineSettings read(Settings settings, String transport) {
        return new EngineSettings(
                transport,
                settings.duration("start.wait", Duration.ZERO, DAY, Duration.ZERO),
                settings.choice("provision", Provisioning.class, Provisioning.CREATE),
                settings.duration("publish.timeout", Duration.ofMillis(1), DAY, Duration.ofSeconds(30)),
                settings.number("publish.max-in-flight", 1, 1_000_000, 1_000),
                settings.duration("close-timeout", Duration.ZERO, DAY, Duration.ofSeconds(30)),
                settings.text(STORE, "memory"));
    }
}
