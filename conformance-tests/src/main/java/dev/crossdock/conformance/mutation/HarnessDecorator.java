package dev.crossdock.conformance.mutation;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.BrokerSecurity;
import dev.crossdock.conformance.BrokerWitness;
import dev.crossdock.conformance.Detour;
import dev.crossdock.conformance.Timings;
import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.conformance.TransportIdentity;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.spi.Capabilities;
import java.time.Duration;
import java.util.Map;

/** A harness that passes everything on but its patience: what a broken one does not do in a few seconds it never does. */
class HarnessDecorator implements TransportHarness {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    protected final TransportHarness sound;

    HarnessDecorator(TransportHarness sound) {
        this.sound = sound;
    }

    @Override
    public TransportIdentity identity() {
        return sound.identity();
    }

    @Override
    public Map<String, String> configuration() {
        return sound.configuration();
    }

    @Override
    public Capabilities capabilities() {
        return sound.capabilities();
    }

    @Override
    public Timings timings() {
        Timings timings = sound.timings();
        Duration patience = timings.patience().compareTo(PATIENCE) < 0 ? timings.patience() : PATIENCE;
        return new Timings(timings.lease(), timings.quiet(), patience, timings.lateness());
    }

    @Override
    public BrokerWitness witness() {
        return sound.witness();
    }

    @Override
    public BrokerControl control() {
        return sound.control();
    }

    @Override
    public Detour detour() {
        return sound.detour();
    }

    @Override
    public BrokerSecurity security() {
        return sound.security();
    }

    @Override
    public boolean tellsLossesApart() {
        return sound.tellsLossesApart();
    }

    @Override
    public Map<String, String> settingsOfTheFrozen() {
        return sound.settingsOfTheFrozen();
    }

    @Override
    public Duration settlementsForgottenWithin() {
        return sound.settlementsForgottenWithin();
    }

    @Override
    public int scenariosAtOnce() {
        return sound.scenariosAtOnce();
    }

    @Override
    public Messaging open(MessagingConfig config) {
        return sound.open(config);
    }

    @Override
    public void close() {
        sound.close();
    }
}
