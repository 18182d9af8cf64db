package dev.crossdock.messaging.core.config;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.core.once.InMemoryStoreProvider;
import dev.crossdock.messaging.spi.IdempotencyStoreProvider;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.TransportProvider;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that was read as a whole: there is no unknown key in it, and every value is possible, as far as can be
 * told before the transport and the store have looked at their own.
 */
public final class Configuration {
    private static final System.Logger LOG = System.getLogger(Configuration.class.getName());

    private static final Providers.Kind<TransportProvider> TRANSPORTS = new Providers.Kind<>(
            EngineSettings.TRANSPORT,
            "a transport",
            "",
            List.of("inmemory", "kafka", "nats", "pulsar", "rabbitmq", "sqs"),
            "transport-",
            TransportProvider::name);
    private static final Providers.Kind<IdempotencyStoreProvider> STORES = new Providers.Kind<>(
            EngineSettings.STORE,
            "an idempotency store",
            "idempotency.",
            List.of("jdbc", "redis"),
            "store-",
            IdempotencyStoreProvider::name);

    private final MessagingConfig config;
    private final Providers<TransportProvider> transports;
    private final Providers<IdempotencyStoreProvider> stores;
    private final TransportProvider transport;
    private final @Nullable IdempotencyStoreProvider store;
    private final Settings own;
    private final EngineSettings engine;
    private final ConsumerOverrides consumers;

    private Configuration(
            MessagingConfig config,
            Providers<TransportProvider> transports,
            Providers<IdempotencyStoreProvider> stores) {
        this.config = config;
        this.transports = transports;
        this.stores = stores;
        own = Settings.of(config, MessagingConfig.PREFIX);
        transport = transports.named(own.text(EngineSettings.TRANSPORT, ""));
        engine = EngineSettings.read(own, transport.name());
        own.below(ConsumerOverrides.PREFIX);
        transports.knowSections(own);
        stores.knowSections(own);
        own.refuseUnknown();
        consumers = ConsumerOverrides.of(config);
        store = config.idempotencyStore().isPresent() ? null : stores.named(engine.idempotencyStore());
    }

    /**
     * Reads it, with the transports and stores on the class path.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_CONFIGURATION} that says what is wrong and what is possible
     */
    public static Configuration read(MessagingConfig config) {
        return new Configuration(
                config,
                Providers.find(TRANSPORTS, ServiceLoader.load(TransportProvider.class), List.of()),
                Providers.find(
                        STORES,
                        ServiceLoader.load(IdempotencyStoreProvider.class),
                        List.of(new InMemoryStoreProvider())));
    }

    /** Reads it, with the given transports and stores, and the store in memory. */
    static Configuration read(
            MessagingConfig config, List<TransportProvider> transports, List<IdempotencyStoreProvider> stores) {
        return new Configuration(
                config,
                Providers.of(TRANSPORTS, transports),
                Providers.of(
                        STORES,
                        Stream.concat(Stream.of(new InMemoryStoreProvider()), stores.stream())
                                .toList()));
    }

    /** The engine's own settings. */
    public EngineSettings engine() {
        return engine;
    }

    /** The settings about consumers. */
    public ConsumerOverrides consumers() {
        return consumers;
    }

    /**
     * Connects. Warns of environment variables that start like the library's and stand for nothing.
     *
     * @throws MessagingException if the transport cannot be opened or was given settings that it does not know
     */
    public Transport openTransport() {
        Opening.Opened<Transport> opened = new Opening<>(
                        "the transport " + transport.name(),
                        new TransportDoor(transport),
                        () -> Settings.of(config, MessagingConfig.PREFIX + TRANSPORTS.sectionOf(transport.name())),
                        config.timeSource())
                .open(engine.startWait());
        warnOfUnknownVariables(opened.settings());
        return opened.it();
    }

    /**
     * The store that the configuration holds, or a new one of the kind it names.
     *
     * @throws MessagingException if the store cannot be opened or was given settings that it does not know
     */
    public IdempotencyStore openStore() {
        IdempotencyStoreProvider named = store;
        if (named == null) {
            return config.idempotencyStore().orElseThrow();
        }
        return new Opening<>(
                        "the idempotency store " + named.name(),
                        new StoreDoor(named),
                        () -> Settings.of(config, MessagingConfig.PREFIX + STORES.sectionOf(named.name())),
                        config.timeSource())
                .open(engine.startWait())
                .it();
    }

    // Not an error: the variable may belong to another program, or to a consumer that is declared elsewhere.
    private void warnOfUnknownVariables(Settings transportsOwn) {
        // A store looks at its own when it is opened, and most programs have no other variables about stores.
        List<String> others = Stream.concat(
                        transports.variablePrefixesExcept(transport.name()).stream(),
                        stores.variablePrefixesExcept("").stream())
                .toList();
        List<String> unknown = config.environment().keySet().stream()
                .filter(name -> !own.knowsVariable(name) && !transportsOwn.knowsVariable(name))
                .filter(name -> !ConsumerOverrides.knowsVariable(name))
                .filter(name -> others.stream().noneMatch(name::startsWith))
                .toList();
        if (!unknown.isEmpty()) {
            LOG.log(Level.WARNING, "No setting is known for the environment variables " + String.join(", ", unknown));
        }
    }

    private record TransportDoor(TransportProvider provider) implements Opening.Door<Transport> {
        @Override
        public Transport open(Settings settings, TimeSource time) throws Exception {
            return provider.open(settings, time);
        }

        @Override
        public void close(Transport opened) throws Exception {
            opened.close();
        }
    }

    private record StoreDoor(IdempotencyStoreProvider provider) implements Opening.Door<IdempotencyStore> {
        @Override
        public IdempotencyStore open(Settings settings, TimeSource time) throws Exception {
            return provider.open(settings, time);
        }

        @Override
        public void close(IdempotencyStore opened) throws Exception {
            opened.close();
        }
    }
}
