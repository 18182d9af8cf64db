package dev.crossdock.messaging.core.config;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.TransportProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;

/** The transports on the class path. Immutable. */
final class Transports {
    // Their sections may stay in a file though their jars are gone.
    private static final List<String> OFFICIAL = List.of("inmemory", "kafka", "nats", "pulsar", "rabbitmq", "sqs");

    private final Map<String, TransportProvider> byName = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();

    private Transports() {}

    /** Those that are found now. */
    static Transports find() {
        Transports found = new Transports();
        Iterator<TransportProvider> providers =
                ServiceLoader.load(TransportProvider.class).iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    return found;
                }
                TransportProvider provider = providers.next();
                found.byName.putIfAbsent(provider.name(), provider);
            } catch (ServiceConfigurationError e) {
                // One that cannot be loaded must not keep the others from working, unless it is the one that is wanted.
                found.broken.add(String.valueOf(e.getMessage()));
            }
        }
    }

    /** The given ones. */
    static Transports of(Collection<TransportProvider> providers) {
        Transports given = new Transports();
        providers.forEach(provider -> given.byName.put(provider.name(), provider));
        return given;
    }

    /** The one that the configuration names. */
    TransportProvider chosen(Settings settings) {
        String name = settings.text(EngineSettings.TRANSPORT).orElse("");
        TransportProvider provider = byName.get(name);
        if (provider == null) {
            throw new MessagingException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "At " + MessagingConfig.PREFIX + EngineSettings.TRANSPORT
                            + " wanted the name of a transport on the class path, which are: " + names() + "; found "
                            + (name.isEmpty() ? "nothing" : "'" + name + "'") + hint(name));
        }
        return provider;
    }

    /** The names of those that are here and of all official ones. */
    Collection<String> knownNames() {
        TreeSet<String> names = new TreeSet<>(OFFICIAL);
        names.addAll(byName.keySet());
        return names;
    }

    /** What the environment variables of the other transports start with. */
    List<String> variablePrefixesExcept(String chosen) {
        return knownNames().stream()
                .filter(name -> !name.equals(chosen))
                .map(name -> MessagingConfig.environmentName(MessagingConfig.PREFIX + name + "."))
                .toList();
    }

    private String names() {
        return byName.isEmpty() ? "none" : String.join(", ", byName.keySet());
    }

    private String hint(String name) {
        String add = OFFICIAL.contains(name) ? ". Add dev.crossdock:transport-" + name + " to the class path" : "";
        return broken.isEmpty() ? add : add + ". Could not be loaded: " + String.join("; ", broken);
    }
}
