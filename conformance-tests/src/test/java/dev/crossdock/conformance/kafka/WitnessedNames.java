package dev.crossdock.conformance.kafka;

import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the names of Kafka topics as addresses, from their description in docs/transports/kafka.md. */
final class WitnessedNames {
    private static final Pattern ESCAPE = Pattern.compile("-_([0-9a-f]+)_");
    private static final Pattern WAIT = Pattern.compile("wait-(\\d+)(h|m|s|ms)");

    private WitnessedNames() {}

    /** The address; {@code null} if the name was cut, or is none of ours. */
    static @Nullable Address read(String name) {
        if (name.contains("-_h")) {
            return null;
        }
        List<String> parts = parts(name);
        String topic = plain(parts.get(0));
        String last = parts.get(parts.size() - 1);
        Matcher wait = WAIT.matcher(last);
        if (parts.size() == 1) {
            return new Address.Topic(topic);
        }
        if (parts.size() == 2) {
            return wait.matches()
                    ? new Address.DelayLane(new Address.Topic(topic), length(wait))
                    : new Address.Inbox(topic, plain(last));
        }
        String group = plain(parts.get(1));
        if (last.equals("dead")) {
            return new Address.DeadLetters(topic, group);
        }
        return wait.matches() ? new Address.DelayLane(new Address.Inbox(topic, group), length(wait)) : null;
    }

    // Two dashes end a part; a third one begins an escape.
    private static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = name.indexOf("--"); at >= 0; at = name.indexOf("--", from)) {
            parts.add(name.substring(from, at));
            from = at + 2;
        }
        parts.add(name.substring(from));
        return parts;
    }

    private static String plain(String part) {
        return ESCAPE.matcher(part)
                .replaceAll(
                        escape -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(escape.group(1), 16))));
    }

    private static Duration length(Matcher wait) {
        long number = Long.parseLong(wait.group(1));
        return switch (wait.group(2)) {
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMillis(number);
        };
    }
}
