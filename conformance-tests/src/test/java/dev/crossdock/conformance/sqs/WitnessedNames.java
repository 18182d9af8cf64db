package dev.crossdock.conformance.sqs;

import dev.crossdock.messaging.spi.Address;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of topics and queues, from their description in docs/transports/sqs.md. */
final class WitnessedNames {
    private static final Pattern ESCAPE = Pattern.compile("-_([0-9a-f]+)_");
    private static final Pattern WAIT = Pattern.compile("wait-(\\d+[hms])");

    private final String prefix;

    /** All names begin with this prefix. */
    WitnessedNames(String prefix) {
        this.prefix = prefix;
    }

    String topic(String topic) {
        return cut(prefix + written(topic), 251);
    }

    /** Without the ending of a FIFO queue. */
    String queue(Address.Queue queue) {
        return cut(prefix + whole(queue), 75);
    }

    /** What all names of queues of a topic begin with, even if they were cut; others may, too. */
    String queuesOf(String topic) {
        String name = prefix + written(topic) + "--";
        return name.substring(0, Math.min(name.length(), 75 - 28));
    }

    /** The address of a queue; {@code null} if the name was cut, or is none of ours. */
    @Nullable Address read(String queue) {
        if (!queue.startsWith(prefix) || queue.contains("-_h")) {
            return null;
        }
        String name = queue.substring(prefix.length()).replaceAll("\\.fifo$", "");
        List<String> parts = parts(name);
        if (parts.size() < 2) {
            return null;
        }
        String topic = plain(parts.get(0));
        String last = parts.get(parts.size() - 1);
        Matcher wait = WAIT.matcher(last);
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

    static String topicOf(Address address) {
        if (address instanceof Address.Topic topic) {
            return topic.name();
        }
        if (address instanceof Address.Inbox inbox) {
            return inbox.topic();
        }
        return address instanceof Address.DeadLetters dead
                ? dead.topic()
                : topicOf(((Address.DelayLane) address).target());
    }

    private static String whole(Address address) {
        if (address instanceof Address.Topic topic) {
            return written(topic.name());
        }
        if (address instanceof Address.Inbox inbox) {
            String group = inbox.group();
            return written(inbox.topic()) + "--"
                    + (group.startsWith("wait-")
                            ? "-_77_" + written("x" + group.substring(1)).substring(1)
                            : written(group));
        }
        if (address instanceof Address.DeadLetters dead) {
            return whole(new Address.Inbox(dead.topic(), dead.group())) + "--dead";
        }
        if (address instanceof Address.DelayLane lane) {
            String length = lane.delay().toString().substring(2).toLowerCase(Locale.ROOT);
            return whole(lane.target()) + "--wait-" + length;
        }
        throw new IllegalArgumentException(address.toString());
    }

    private static String written(String part) {
        StringBuilder name = new StringBuilder();
        int[] all = part.codePoints().toArray();
        for (int i = 0; i < all.length; i++) {
            String one = Character.toString(all[i]);
            boolean letter = one.matches("[A-Za-z0-9]");
            boolean dash = one.equals("-")
                    && i > 0
                    && i + 1 < all.length
                    && Character.toString(all[i + 1]).matches("[A-Za-z0-9]");
            if (letter || dash || one.equals("_")) {
                name.append(one);
            } else {
                name.append("-_").append(Integer.toHexString(all[i])).append('_');
            }
        }
        return name.toString();
    }

    private static String cut(String name, int max) {
        if (name.length() <= max) {
            return name;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return name.substring(0, max - 28) + "-_h"
                    + HexFormat.of().formatHex(hash).substring(0, 24) + "_";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
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
        return Duration.parse("PT" + wait.group(1));
    }
}
