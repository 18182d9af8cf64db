package dev.crossdock.messaging.core.config;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What there is of one kind on the class path, by name. Immutable once it is made.
 *
 * @param <P> the interface of the kind
 */
final class Providers<P> {
    /**
     * A kind of things that are chosen by name.
     *
     * @param key where the configuration names one
     * @param what what it is, for people
     * @param section what stands before the name in keys about one of them, such as {@code idempotency.}
     * @param official the names of our own: their sections may stay in a file though their jars are gone
     * @param artifact what our own artifacts are called but for the name
     * @param name how one is asked for its name
     */
    record Kind<P>(
            String key,
            String what,
            String section,
            List<String> official,
            String artifact,
            Function<? super P, String> name) {
        /** What all keys about one of them begin with, behind the prefix of all. */
        String sectionOf(String itsName) {
            return section + itsName + ".";
        }
    }

    private final Kind<P> kind;
    private final Map<String, P> byName = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();

    private Providers(Kind<P> kind, Collection<? extends P> given) {
        this.kind = kind;
        given.forEach(provider -> byName.put(kind.name().apply(provider), provider));
    }

    /** The given ones. */
    static <P> Providers<P> of(Kind<P> kind, Collection<? extends P> given) {
        return new Providers<>(kind, given);
    }

    /** Those that a loader finds, and some that need no finding. */
    static <P> Providers<P> find(Kind<P> kind, ServiceLoader<P> loader, Collection<? extends P> builtIn) {
        Providers<P> found = new Providers<>(kind, builtIn);
        Iterator<P> providers = loader.iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    return found;
                }
                P provider = providers.next();
                found.byName.putIfAbsent(kind.name().apply(provider), provider);
            } catch (ServiceConfigurationError e) {
                // One that cannot be loaded must not keep the others from working, unless it is the one that is wanted.
                found.broken.add(String.valueOf(e.getMessage()));
            }
        }
    }

    /** The one of a name. */
    P named(String name) {
        P provider = byName.get(name);
        if (provider == null) {
            throw new MessagingException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "At " + MessagingConfig.PREFIX + kind.key() + " wanted the name of " + kind.what()
                            + " on the class path, which are: " + names() + "; found "
                            + (name.isEmpty() ? "nothing" : "'" + name + "'") + hint(name));
        }
        return provider;
    }

    /** Lets the sections of all that are here and of all official ones be. */
    void knowSections(Settings settings) {
        knownNames().forEach(name -> settings.below(kind.sectionOf(name)));
    }

    /** What the environment variables of the others start with. */
    List<String> variablePrefixesExcept(String chosen) {
        return knownNames().stream()
                .filter(name -> !name.equals(chosen))
                .map(name -> MessagingConfig.environmentName(MessagingConfig.PREFIX + kind.sectionOf(name)))
                .toList();
    }

    private Collection<String> knownNames() {
        TreeSet<String> names = new TreeSet<>(kind.official());
        names.addAll(byName.keySet());
        return names;
    }

    private String names() {
        return byName.isEmpty() ? "none" : String.join(", ", byName.keySet());
    }

    private String hint(String name) {
        String add = kind.official().contains(name)
                ? ". Add dev.crossdock:" + kind.artifact() + name + " to the class path"
                : "";
        return broken.isEmpty() ? add : add + ". Could not be loaded: " + String.join("; ", broken);
    }
}
