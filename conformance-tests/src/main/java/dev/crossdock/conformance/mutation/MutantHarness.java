package dev.crossdock.conformance.mutation;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.BrokerWitness;
import dev.crossdock.conformance.Timings;
import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.conformance.TransportIdentity;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.spi.Capabilities;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A sound harness that opens a broken library. Witness and control stay sound. */
final class MutantHarness implements TransportHarness {
    private final TransportHarness sound;
    private final Mutant mutant;
    private final String breakage;

    MutantHarness(TransportHarness sound, Mutant mutant) {
        this.sound = sound;
        this.mutant = mutant;
        this.breakage = mutant.id() + "-" + UUID.randomUUID();
        MutantTransportProvider.announce(breakage, mutant.transport());
    }

    @Override
    public TransportIdentity identity() {
        return sound.identity();
    }

    @Override
    public Map<String, String> configuration() {
        Map<String, String> configuration = new TreeMap<>();
        String transport = String.valueOf(sound.configuration().get("crossdock.transport"));
        sound.configuration().forEach((key, value) -> {
            String prefix = "crossdock." + transport + ".";
            configuration.put(
                    key.startsWith(prefix) ? "crossdock.mutant.sound." + key.substring(prefix.length()) : key, value);
        });
        configuration.put("crossdock.transport", "mutant");
        configuration.put("crossdock.mutant.transport", transport);
        configuration.put("crossdock.mutant.breakage", breakage);
        return configuration;
    }

    @Override
    public Capabilities capabilities() {
        return sound.capabilities();
    }

    @Override
    public Timings timings() {
        return sound.timings();
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
    public Messaging open(MessagingConfig config) {
        return mutant.library().apply(sound.open(config));
    }

    @Override
    public void close() {
        sound.close();
    }
}
