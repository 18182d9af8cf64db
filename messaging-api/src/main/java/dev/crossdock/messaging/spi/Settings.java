package dev.crossdock.messaging.spi;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The settings below one prefix, read by type, with errors that name the key, what was found and what is possible.
 *
 * <p>It remembers what was asked for, so that {@link #refuseUnknown()} can tell a slip of the pen from a setting. Values
 * are never put into an error if they were asked for as a {@linkplain #secret secret}. Not thread-safe.
 */
public final class Settings {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,15})\\s*(ms|s|m|h|d)");

    private static final String FILE = "-file";

    private final String prefix;
    private final Map<String, String> values;
    private final Map<String, String> environment;
    private final TreeSet<String> known = new TreeSet<>();
    private final TreeSet<String> knownPrefixes = new TreeSet<>();

    private Settings(String prefix, Map<String, String> values, Map<String, String> environment) {
        this.prefix = prefix;
        this.values = values;
        this.environment = environment;
    }

    /** The settings of a configuration below a prefix that ends with a dot, such as {@code crossdock.kafka.}. */
    public static Settings of(MessagingConfig config, String prefix) {
        return of(config.properties(), config.environment(), prefix);
    }

    /** The settings of a map below a prefix, with variables of the environment that win over them. */
    public static Settings of(Map<String, String> properties, Map<String, String> environment, String prefix) {
        Map<String, String> values = new TreeMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                values.put(key.substring(prefix.length()), value);
            }
        });
        return new Settings(prefix, values, environment);
    }

    /** What stands at a key, without white space at its ends; empty if nothing does. */
    public Optional<String> text(String key) {
        known.add(key);
        String variable = environment.get(MessagingConfig.environmentName(prefix + key));
        String value = variable != null ? variable : values.get(key);
        return Optional.ofNullable(value).map(String::strip);
    }

    /** What stands at a key, or a default. */
    public String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    /** What has to stand at a key. */
    public String required(String key) {
        return text(key)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> invalid(key, "a value, which it must have", "nothing"));
    }

    /**
     * A secret at a key, as it is now, never shown: for what is used once. Whoever connects again asks for a {@linkplain
     * #changingSecret changing} one.
     *
     * @throws MessagingException as {@link #changingSecret}
     */
    public Optional<String> secret(String key) {
        return changingSecret(key).map(Secret::value);
    }

    /**
     * A secret that may change while the program runs: at a key, or in the file that is named at the same key with
     * {@code -file} behind it.
     *
     * @return empty if there is neither
     * @throws MessagingException with {@link ErrorCode#INVALID_CONFIGURATION} if there are both, or no secret can be read
     *     from the file
     */
    public Optional<Secret> changingSecret(String key) {
        Optional<String> plain = text(key);
        String fileKey = key + FILE;
        Optional<String> file = text(fileKey);
        if (file.isEmpty()) {
            return plain.map(Secret::of);
        }
        if (plain.isPresent()) {
            throw invalid(fileKey, "nothing, because there is a value at " + prefix + key, "a file");
        }
        try {
            return Optional.of(Secret.in(file.get()));
        } catch (Secret.Unreadable e) {
            throw invalid(
                    fileKey,
                    "a file with a secret in it, as text in UTF-8",
                    e.getMessage() + " at " + quoted(file.get()));
        }
    }

    /** A whole number within bounds, both included, or a default. */
    public int number(String key, int min, int max, int otherwise) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.get().replace("_", ""));
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one error that says what is possible.
        }
        throw invalid(key, "a whole number from " + min + " to " + max, quoted(text.get()));
    }

    /**
     * A duration within bounds, both included, or a default: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h},
     * {@code 7d}, or ISO 8601 such as {@code PT1M30S}.
     */
    public Duration duration(String key, Duration min, Duration max, Duration otherwise) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        Optional<Duration> parsed = parseDuration(text.get());
        if (parsed.isPresent()
                && parsed.get().compareTo(min) >= 0
                && parsed.get().compareTo(max) <= 0) {
            return parsed.get();
        }
        throw invalid(
                key,
                "a duration from " + show(min) + " to " + show(max) + ", written like 500ms, 30s, 5m, 2h or 7d",
                quoted(text.get()));
    }

    /** {@code true} or {@code false}, or a default. */
    public boolean flag(String key, boolean otherwise) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        return switch (text.get().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(key, "true or false", quoted(text.get()));
        };
    }

    /** One of the constants of an enum, written in lower case with dashes, or a default. */
    public <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        for (E constant : type.getEnumConstants()) {
            if (written(constant).equals(text.get().toLowerCase(Locale.ROOT))) {
                return constant;
            }
        }
        String possible =
                Arrays.stream(type.getEnumConstants()).map(Settings::written).collect(Collectors.joining(", "));
        throw invalid(key, "one of " + possible, quoted(text.get()));
    }

    /** All settings whose keys start with a prefix, such as {@code client.}, by the rest of their keys; none is unknown. */
    public Map<String, String> below(String keyPrefix) {
        knownPrefixes.add(keyPrefix);
        Map<String, String> found = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(keyPrefix)) {
                found.put(key.substring(keyPrefix.length()), value);
            }
        });
        return found;
    }

    /**
     * Complains about keys that nobody has asked for.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_CONFIGURATION} that names them and lists the known ones
     */
    public void refuseUnknown() {
        String unknown = values.keySet().stream()
                .filter(key -> !known.contains(key))
                .filter(key -> knownPrefixes.stream().noneMatch(key::startsWith))
                .map(key -> prefix + key)
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            String possible = known.stream().map(key -> prefix + key).collect(Collectors.joining(", "));
            String families =
                    knownPrefixes.stream().map(key -> ", " + prefix + key + "*").collect(Collectors.joining());
            throw new MessagingException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "Unknown configuration: " + unknown + ". Known are: " + possible + families);
        }
    }

    /** Whether an environment variable stands for a setting that was asked for. */
    public boolean knowsVariable(String name) {
        return known.stream()
                .anyMatch(key -> MessagingConfig.environmentName(prefix + key).equals(name));
    }

    /** An error about the value of a key, for checks that go beyond one value. */
    public MessagingException invalid(String key, String wanted, String found) {
        return new MessagingException(
                ErrorCode.INVALID_CONFIGURATION, "At " + prefix + key + " wanted " + wanted + ", found " + found);
    }

    private static Optional<Duration> parseDuration(String text) {
        Matcher simple = DURATION.matcher(text);
        if (simple.matches()) {
            long amount = Long.parseLong(simple.group(1));
            return Optional.of(
                    switch (simple.group(2)) {
                        case "ms" -> Duration.ofMillis(amount);
                        case "s" -> Duration.ofSeconds(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        case "h" -> Duration.ofHours(amount);
                        default -> Duration.ofDays(amount);
                    });
        }
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String show(Duration duration) {
        return duration.toMillis() % 1000 != 0
                ? duration.toMillis() + "ms"
                : duration.toSeconds() % 86_400 == 0 && !duration.isZero()
                        ? duration.toDays() + "d"
                        : duration.toSeconds() + "s";
    }

    private static String quoted(String value) {
        return "'" + value + "'";
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
