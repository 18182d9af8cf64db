package dev.crossdock.conformance.mutation;

import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.spi.Capabilities;
import dev.crossdock.messaging.spi.Transport;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A sound harness that opens a broken library. Witness and control stay sound. */
final class MutantHarness extends HarnessDecorator {
    private final Mutant mutant;
    private final String breakage;

    MutantHarness(TransportHarness sound, Mutant mutant) {
        super(sound);
        this.mutant = mutant;
        this.breakage = mutant.id() + "-" + UUID.randomUUID();
        MutantTransportProvider.announce(
                breakage, transport -> mutant.transport().apply(liar(transport)));
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
        return mutant.capabilities().apply(sound.capabilities());
    }

    @Override
    public Messaging open(MessagingConfig config) {
        return mutant.library().apply(sound.open(mutant.config().apply(config)));
    }

    private Transport liar(Transport transport) {
        return new TransportDecorator(transport) {
            @Override
            public Capabilities capabilities() {
                return mutant.capabilities().apply(sound.capabilities());
            }
        };
    }
}
