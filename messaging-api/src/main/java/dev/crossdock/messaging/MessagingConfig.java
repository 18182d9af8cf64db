package dev.crossdock.messaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Messaging#open} is told: properties that start with {@code crossdock.}, and a few objects. Immutable; each
 * method gives a new one.
 *
 * <p>An environment variable stands for the property of the same letters: {@code CROSSDOCK_KAFKA_BOOTSTRAP_SERVERS} for
 * {@code crossdock.kafka.bootstrap-servers}. Because dots and dashes look the same there, variables are matched against
 * the keys that are known or used elsewhere when the configuration is read.
 */
public final class MessagingConfig {
    /** What every key begins with. */
    public static final String PREFIX = "crossdock.";

    private static final String FILE = "crossdock.properties";
    private static final String ENVIRONMENT_PREFIX = "CROSSDOCK_";

    private final Map<String, String> properties;
    private final Map<String, String> environment;
    private final List<MessagingObserver> observers;
    private final TimeSource time;
    private final @Nullable IdempotencyStore idempotencyStore;

    private MessagingConfig(
            Map<String, String> properties,
            Map<String, String> environment,
            List<MessagingObserver> observers,
            TimeSource time,
            @Nullable IdempotencyStore idempotencyStore) {
        this.properties = Collections.unmodifiableMap(new TreeMap<>(properties));
        this.environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        this.observers = List.copyOf(observers);
        this.time = time;
        this.idempotencyStore = idempotencyStore;
    }

    /**
     * Reads {@code crossdock.properties} from the class path and then from the working directory, where they exist, then
     * system properties, then the environment; the later win.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_CONFIGURATION} if a file cannot be read
     */
    public static MessagingConfig load() {
        Properties merged = new Properties();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        if (loader == null) {
            loader = MessagingConfig.class.getClassLoader();
        }
        try (InputStream file = loader.getResourceAsStream(FILE)) {
            if (file != null) {
                merged.load(new java.io.InputStreamReader(file, StandardCharsets.UTF_8));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable("the class path's " + FILE, e);
        }
        Path local = Path.of(FILE);
        if (Files.exists(local)) {
            read(local, merged);
        }
        return of(merged).withSurroundings();
    }

    /** Reads one file, then system properties, then the environment; the later win. */
    public static MessagingConfig load(Path file) {
        Properties read = new Properties();
        read(file, read);
        return of(read).withSurroundings();
    }

    /** Just these properties. */
    public static MessagingConfig of(Map<String, String> properties) {
        return new MessagingConfig(properties, Map.of(), List.of(), TimeSource.system(), null);
    }

    private static MessagingConfig of(Properties properties) {
        Map<String, String> map = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            map.put(name, properties.getProperty(name));
        }
        return of(map);
    }

    /** This with one property set. */
    public MessagingConfig with(String key, String value) {
        Map<String, String> more = new TreeMap<>(properties);
        more.put(key, value);
        return new MessagingConfig(more, environment, observers, time, idempotencyStore);
    }

    /** This with one more observer. */
    public MessagingConfig withObserver(MessagingObserver observer) {
        List<MessagingObserver> more = new ArrayList<>(observers);
        more.add(observer);
        return new MessagingConfig(properties, environment, more, time, idempotencyStore);
    }

    /** This with another source of time, for tests. */
    public MessagingConfig withTimeSource(TimeSource newTime) {
        return new MessagingConfig(properties, environment, observers, newTime, idempotencyStore);
    }

    /** This with a store that the caller made and closes; it wins over {@code crossdock.idempotency.store}. */
    public MessagingConfig withIdempotencyStore(IdempotencyStore store) {
        return new MessagingConfig(properties, environment, observers, time, store);
    }

    /** The properties, sorted by key; without the environment. */
    public Map<String, String> properties() {
        return properties;
    }

    /** The environment variables that start with {@code CROSSDOCK_}. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Who is told what happens. */
    public List<MessagingObserver> observers() {
        return observers;
    }

    /** Where the time comes from. */
    public TimeSource timeSource() {
        return time;
    }

    /** The store that was given, if one was. */
    public Optional<IdempotencyStore> idempotencyStore() {
        return Optional.ofNullable(idempotencyStore);
    }

    /** The name of the environment variable that stands for a property. */
    public static String environmentName(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** The keys; values may be secret. */
    @Override
    public String toString() {
        return "MessagingConfig" + properties.keySet();
    }

    private MessagingConfig withSurroundings() {
        Map<String, String> all = new TreeMap<>(properties);
        Properties system = System.getProperties();
        for (String name : system.stringPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                all.put(name, system.getProperty(name));
            }
        }
        Map<String, String> variables = new TreeMap<>();
        System.getenv().forEach((name, value) -> {
            if (name.startsWith(ENVIRONMENT_PREFIX)) {
                variables.put(name, value);
            }
        });
        return new MessagingConfig(all, variables, observers, time, idempotencyStore);
    }

    private static void read(Path file, Properties into) {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            into.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(file.toString(), e);
        }
    }

    private static MessagingException unreadable(String what, Exception cause) {
        return new MessagingException(
                ErrorCode.INVALID_CONFIGURATION,
                "Wanted to read properties from " + what + ", found that it cannot be read as such",
                cause);
    }
}
