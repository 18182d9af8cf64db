package dev.crossdock.messaging.core.config;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the operator says about consumers: {@code crossdock.consumer.<topic>.<group>.<setting>}. Thread-safe.
 *
 * <p>Names may contain dots, so a key is only understood once a consumer of that topic and group is declared. Before
 * that, its end and its value are checked; one about a consumer that nobody declares is fine, because one file may serve
 * several programs.
 */
public final class ConsumerOverrides {
    /** What the keys begin with, behind {@link MessagingConfig#PREFIX}. */
    static final String PREFIX = "consumer.";

    private final Map<String, String> properties;
    private final Map<String, String> environment;

    private ConsumerOverrides(Map<String, String> properties, Map<String, String> environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /**
     * Those of a configuration.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_CONFIGURATION} if a key ends with no known setting or a
     *     value is impossible
     */
    public static ConsumerOverrides of(MessagingConfig config) {
        String start = MessagingConfig.PREFIX + PREFIX;
        Map<String, String> properties = new TreeMap<>();
        config.properties().forEach((key, value) -> {
            if (key.startsWith(start)) {
                properties.put(key, value);
                String consumer = consumerOf(key.substring(start.length())).orElseThrow(() -> unknown(key));
                StatedConsumer.read(Settings.of(Map.of(key, value), Map.of(), start + consumer + "."));
            }
        });
        return new ConsumerOverrides(properties, config.environment());
    }

    /**
     * The settings with which a consumer runs.
     *
     * @param said what the program says
     * @throws MessagingException with {@link ErrorCode#INVALID_CONFIGURATION} if what the operator says is impossible, by
     *     itself or together with what the program says
     */
    public <T> ConsumerSettings<T> apply(String topic, String group, ConsumerSettings<T> said) {
        String prefix = MessagingConfig.PREFIX + PREFIX + topic + "." + group + ".";
        StatedConsumer stated = StatedConsumer.read(Settings.of(properties, environment, prefix));
        try {
            return stated.over(said);
        } catch (MessagingException e) {
            throw new MessagingException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "The settings " + prefix + "* do not go with what the program says: " + e.getMessage(),
                    e);
        }
    }

    /** Whether an environment variable looks like one about a consumer. */
    static boolean knowsVariable(String name) {
        return name.startsWith(MessagingConfig.environmentName(MessagingConfig.PREFIX + PREFIX))
                && StatedConsumer.KEYS.stream()
                        .anyMatch(key -> name.endsWith("_" + MessagingConfig.environmentName(key)));
    }

    // Topic, dot, group: what is left when a known setting is cut off, the longest that fits.
    private static Optional<String> consumerOf(String key) {
        return StatedConsumer.KEYS.stream()
                .filter(setting -> key.endsWith("." + setting))
                .map(setting -> key.substring(0, key.length() - setting.length() - 1))
                .filter(consumer -> consumer.indexOf('.', 1) > 0 && !consumer.endsWith("."))
                .findFirst();
    }

    private static MessagingException unknown(String key) {
        List<String> known = StatedConsumer.KEYS;
        return new MessagingException(
                ErrorCode.INVALID_CONFIGURATION,
                "Unknown configuration: " + key + ". About a consumer, known are "
                        + known.stream()
                                .collect(Collectors.joining(", ", "crossdock.consumer.<topic>.<group>. with ", "")));
    }
}
