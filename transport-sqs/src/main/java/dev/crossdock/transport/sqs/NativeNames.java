package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.spi.Address;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * What addresses are called: names of SNS topics and SQS queues. Pure.
 *
 * <p>An ordinary name stays as it is; {@code --} stands between the parts of a derived one: {@code orders--billing} is the
 * inbox of group billing, {@code orders--billing--dead} its dead letters, {@code orders--billing--wait-15m} the lane to that
 * inbox, {@code orders--wait-15m} the lane to the topic. Any other character is written as {@code -_} its code point in
 * hexadecimal {@code _}, and what is too long is cut and ends with {@code -_h}, a hash of the whole, {@code _}. What is FIFO
 * ends with {@code .fifo}. No two names meet.
 */
final class NativeNames {
    /** Of a queue, without the ending of FIFO queues, so that a queue is cut alike with and without. */
    static final int MAX_QUEUE = 75;

    /** Of a topic, the same. */
    static final int MAX_TOPIC = 251;

    /** What the names of FIFO topics and queues end with. */
    static final String FIFO = ".fifo";

    private static final String BETWEEN = "--";
    private static final int HASH_LENGTH = 24;

    private final String prefix;

    NativeNames(String prefix) {
        this.prefix = prefix;
    }

    /** The name of a topic. */
    String topic(Address.Topic topic, boolean fifo) {
        return ended(shortened(prefix + part(topic.name()), MAX_TOPIC), fifo);
    }

    /** The name of a queue. */
    String queue(Address.Queue queue, boolean fifo) {
        return ended(shortened(prefix + written(queue), MAX_QUEUE), fifo);
    }

    /** The whole name of a queue whose name was cut; empty if it was not. */
    String cut(Address.Queue queue) {
        String whole = prefix + written(queue);
        return whole.length() <= MAX_QUEUE ? "" : whole;
    }

    private static String ended(String name, boolean fifo) {
        return fifo ? name + FIFO : name;
    }

    private static String shortened(String name, int max) {
        if (name.length() <= max) {
            return name;
        }
        String end = "-_h" + hash(name) + "_";
        return name.substring(0, max - end.length()) + end;
    }

    private static String written(Address address) {
        if (address instanceof Address.Topic topic) {
            return part(topic.name());
        }
        if (address instanceof Address.Inbox inbox) {
            return part(inbox.topic()) + BETWEEN + groupPart(inbox.group());
        }
        if (address instanceof Address.DeadLetters dead) {
            return part(dead.topic()) + BETWEEN + groupPart(dead.group()) + BETWEEN + "dead";
        }
        if (address instanceof Address.DelayLane lane) {
            return written(lane.target()) + BETWEEN + "wait-" + length(lane.delay());
        }
        throw new IllegalArgumentException("unknown kind of address: " + address);
    }

    // A group that looks like the last part of a lane to the topic.
    private static String groupPart(String group) {
        return group.startsWith("wait-") ? escaped('w') + rest(group, 1) : part(group);
    }

    private static String part(String name) {
        return rest(name, 0);
    }

    private static String rest(String name, int from) {
        StringBuilder written = new StringBuilder(name.length() + 16);
        for (int i = from; i < name.length(); ) {
            int c = name.codePointAt(i);
            int next = i + Character.charCount(c);
            boolean stays = c == '-'
                    // Neither first nor last nor beside another one, and before nothing that begins an escape.
                    ? i > 0 && next < name.length() && isPlain(name.charAt(next))
                    : isPlain(c) || c == '_';
            if (stays) {
                written.append((char) c);
            } else {
                written.append(escaped(c));
            }
            i = next;
        }
        return written.toString();
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static String escaped(int codePoint) {
        return "-_" + Integer.toHexString(codePoint) + "_";
    }

    /** In the largest unit that leaves no rest, so that each length has one text. */
    private static String length(Duration delay) {
        if (delay.toNanosPart() % 1_000_000 != 0) {
            return delay.getSeconds() + "s" + delay.getNano() + "ns";
        }
        long millis = delay.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static String hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
