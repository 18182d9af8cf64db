package dev.crossdock.messaging.core;

import static java.time.Duration.ofSeconds;

import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingObserver;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.core.config.ConsumerOverrides;
import dev.crossdock.messaging.core.config.EngineSettings;
import dev.crossdock.messaging.core.once.InMemoryIdempotencyStore;
import dev.crossdock.messaging.spi.Topology.Provisioning;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An engine over shelves. What a test wants to be otherwise it says before it builds one. */
public final class ShelfEngine {
    private final ShelfTransport transport;
    private final TimeSource time;
    private Provisioning provisioning = Provisioning.CREATE;
    private Map<String, String> properties = Map.of();
    private List<MessagingObserver> observers = List.of();
    private IdempotencyStore store;

    private ShelfEngine(ShelfTransport transport, TimeSource time) {
        this.transport = transport;
        this.time = time;
        this.store = new InMemoryIdempotencyStore(time, 1);
    }

    public static ShelfEngine over(ShelfTransport transport, TimeSource time) {
        return new ShelfEngine(transport, time);
    }

    public ShelfEngine provisioning(Provisioning wanted) {
        provisioning = wanted;
        return this;
    }

    /** What the configuration says about consumers. */
    public ShelfEngine properties(Map<String, String> wanted) {
        properties = wanted;
        return this;
    }

    public ShelfEngine observers(List<MessagingObserver> wanted) {
        observers = wanted;
        return this;
    }

    public ShelfEngine store(IdempotencyStore wanted) {
        store = wanted;
        return this;
    }

    public Engine build() {
        return new Engine(
                transport,
                new EngineSettings("shelf", Duration.ZERO, provisioning, ofSeconds(30), 1_000, ofSeconds(10), "memory"),
                ConsumerOverrides.of(MessagingConfig.of(properties)),
                time,
                new Events(observers, time),
                store);
    }
}
