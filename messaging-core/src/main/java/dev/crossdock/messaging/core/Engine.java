package dev.crossdock.messaging.core;

import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.core.config.ConsumerOverrides;
import dev.crossdock.messaging.core.config.EngineSettings;
import dev.crossdock.messaging.core.once.CallsUnderWay;
import dev.crossdock.messaging.core.publish.Sender;
import dev.crossdock.messaging.core.retry.DelayLadder;
import dev.crossdock.messaging.spi.Transport;

/** What the parts of one engine share. Thread-safe. */
public final class Engine {
    private final Transport transport;
    private final EngineSettings settings;
    private final ConsumerOverrides overrides;
    private final TimeSource time;
    private final Events events;
    private final IdempotencyStore idempotencyStore;
    private final Failures failures;
    private final DelayLadder ladder;
    private final Sender published;
    private final Sender handedOver;
    private final CallsUnderWay calls;
    private final Members members = new Members();

    public Engine(
            Transport transport,
            EngineSettings settings,
            ConsumerOverrides overrides,
            TimeSource time,
            Events events,
            IdempotencyStore idempotencyStore) {
        this.transport = transport;
        this.settings = settings;
        this.overrides = overrides;
        this.time = time;
        this.events = events;
        this.idempotencyStore = idempotencyStore;
        this.failures = new Failures(transport);
        this.calls = new CallsUnderWay(time);
        this.ladder = new DelayLadder(transport.capabilities());
        this.published = Sender.patient(transport, time, failures, ladder, settings);
        this.handedOver = Sender.brisk(transport, time, failures, ladder, settings);
    }

    /** The connection. */
    public Transport transport() {
        return transport;
    }

    /** What the configuration says about the engine. */
    public EngineSettings settings() {
        return settings;
    }

    /** What the configuration says about consumers. */
    public ConsumerOverrides overrides() {
        return overrides;
    }

    /** Where the time comes from. */
    public TimeSource time() {
        return time;
    }

    /** Who is told what happens. */
    public Events events() {
        return events;
    }

    /** The store that idempotent consumers use. */
    public IdempotencyStore idempotencyStore() {
        return idempotencyStore;
    }

    /** The idempotent calls that are under way. */
    CallsUnderWay calls() {
        return calls;
    }

    /** Turns throwables of the transport into the library's exception. */
    public Failures failures() {
        return failures;
    }

    /** The steps in which long delays are waited for. */
    public DelayLadder ladder() {
        return ladder;
    }

    /** Sends what the engine hands over: retries, dead letters, redrives, what was delayed. */
    public Sender sender() {
        return handedOver;
    }

    /** The open consumers; each adds itself before it runs and removes itself when it has closed. */
    public Members members() {
        return members;
    }

    /** Sends what users publish. */
    Sender published() {
        return published;
    }
}
