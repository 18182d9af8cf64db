package dev.crossdock.messaging.core.config;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.core.once.InMemoryIdempotencyStore;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.TransportProvider;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * A configuration that was read as a whole: there is no unknown key in it, and every value is possible, as far as can be
 * told before the transport has looked at its own.
 */
public final class Configuration {
    private static final System.Logger LOG = System.getLogger(Configuration.class.getName());
    private static final String MEMORY = "memory";

    private final MessagingConfig config;
    private final Transports transports;
    private final TransportProvider provider;
    private final Settings own;
    private final EngineSettings engine;
    private final ConsumerOverrides consumers;

    private Configuration(MessagingConfig config, Transports transports) {
        this.config = config;
        this.transports = transports;
        own = Settings.of(config, MessagingConfig.PREFIX);
        provider = transports.chosen(own);
        engine = EngineSettings.read(own, provider.name());
        own.below(ConsumerOverrides.PREFIX);
        transports.knownNames().forEach(name -> own.below(name + "."));
        own.refuseUnknown();
        consumers = ConsumerOverrides.of(config);
        if (config.idempotencyStore().isEmpty() && !engine.idempotencyStore().equals(MEMORY)) {
            throw own.invalid(
                    EngineSettings.STORE,
                    "the name of an idempotency store, which are: " + MEMORY,
                    "'" + engine.idempotencyStore() + "'");
        }
    }

    /**
     * Reads it, with the transports on the class path.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_CONFIGURATION} that says what is wrong and what is possible
     */
    public static Configuration read(MessagingConfig config) {
        return new Configuration(config, Transports.find());
    }

    /** Reads it, with the given transports. */
    static Configuration read(MessagingConfig config, List<TransportProvider> providers) {
        return new Configuration(config, Transports.of(providers));
    }

    /** The engine's own settings. */
    public EngineSettings engine() {
        return engine;
    }

    /** The settings about consumers. */
    public ConsumerOverrides consumers() {
        return consumers;
    }

    /** The store that the configuration holds, or a new one of the kind it names. */
    public IdempotencyStore idempotencyStore() {
        return config.idempotencyStore()
                .orElseGet(() -> new InMemoryIdempotencyStore(config.timeSource(), engine.idempotencyMaxEntries()));
    }

    /**
     * Connects. Warns of environment variables that start like the library's and stand for nothing.
     *
     * @throws MessagingException if the transport cannot be opened or was given settings that it does not know
     */
    public Transport openTransport() {
        String prefix = MessagingConfig.PREFIX + provider.name() + ".";
        Opening opening = new Opening(provider, () -> Settings.of(config, prefix), config.timeSource());
        Opening.Opened opened = opening.open(engine.startWait());
        warnOfUnknownVariables(opened.settings());
        return opened.transport();
    }

    // Not an error: the variable may belong to another program, or to a consumer that is declared elsewhere.
    private void warnOfUnknownVariables(Settings transport) {
        List<String> others = transports.variablePrefixesExcept(provider.name());
        List<String> unknown = config.environment().keySet().stream()
                .filter(name -> !own.knowsVariable(name) && !transport.knowsVariable(name))
                .filter(name -> !ConsumerOverrides.knowsVariable(name))
                .filter(name -> others.stream().noneMatch(name::startsWith))
                .toList();
        if (!unknown.isEmpty()) {
            LOG.log(Level.WARNING, "No setting is known for the environment variables " + String.join(", ", unknown));
        }
    }
}
