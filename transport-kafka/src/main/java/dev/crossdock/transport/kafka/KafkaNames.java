package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.spi.Address;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * What addresses are called on Kafka: names of topics, which are the names of consumer groups as well. Pure.
 *
 * <p>An ordinary name stays as it is; {@code --} stands between the parts of a derived one: {@code orders--billing} is
 * the inbox of group billing, {@code orders--billing--dead} its dead letters, {@code orders--billing--wait-5s} a lane to
 * that inbox, {@code orders--wait-5s} a lane to the topic. Any other character is written as {@code -_} its code point in
 * hexadecimal {@code _}, and what is too long is cut and ends with {@code -_h}, a hash of the whole, {@code _}.
 *
 * <p>Injective, and more: a broker refuses a topic whose name differs from another's in nothing but {@code .} and
 * {@code _}, so only one of the two is ever written.
 */
final class KafkaNames {
    /** The longest name of a topic that Kafka takes. */
    static final int MAX_LENGTH = 249;

    private static final String BETWEEN = "--";
    private static final String DEAD = "dead";
    private static final String WAIT = "wait-";
    private static final int HASH_LENGTH = 40;

    private final char mark;

    /** Names in one of the two styles. */
    KafkaNames(Style style) {
        this.mark = style == Style.DOTS ? '.' : '_';
    }

    /** Which of the two characters that Kafka does not tell apart stays as it is; the other one is escaped. */
    enum Style {
        /** {@code order_events} stays, {@code order.events} becomes {@code order-_2e_events}. */
        UNDERSCORES,
        /** {@code order.events} stays, {@code order_events} becomes {@code order-.5f.events}. */
        DOTS
    }

    /** The Kafka topic of an address. */
    String topic(Address address) {
        String name = written(address);
        if (name.length() <= MAX_LENGTH) {
            return name;
        }
        String end = "-" + mark + "h" + hash(name) + mark;
        return name.substring(0, MAX_LENGTH - end.length()) + end;
    }

    /** The consumer group that reads an address. */
    String group(Address.Queue queue) {
        return topic(queue);
    }

    private String written(Address address) {
        if (address instanceof Address.Topic topic) {
            return part(topic.name());
        }
        if (address instanceof Address.Inbox inbox) {
            return part(inbox.topic()) + BETWEEN + groupPart(inbox.group());
        }
        if (address instanceof Address.DeadLetters dead) {
            return part(dead.topic()) + BETWEEN + groupPart(dead.group()) + BETWEEN + DEAD;
        }
        if (address instanceof Address.DelayLane lane) {
            return written(lane.target()) + BETWEEN + WAIT + length(lane.delay());
        }
        throw new IllegalArgumentException("unknown kind of address: " + address);
    }

    // A group may be called like a lane.
    private String groupPart(String group) {
        return group.startsWith(WAIT) ? escaped(group.charAt(0)) + rest(group, 1) : part(group);
    }

    private String part(String name) {
        // Not legal, or the broker's own.
        boolean taken = name.equals(".") || name.equals("..") || name.startsWith("__");
        return taken ? escaped(name.charAt(0)) + rest(name, 1) : rest(name, 0);
    }

    private String rest(String name, int from) {
        StringBuilder written = new StringBuilder(name.length() + 16);
        for (int i = from; i < name.length(); ) {
            int c = name.codePointAt(i);
            int next = i + Character.charCount(c);
            boolean stays =
                    c == '-' ? i > 0 && next < name.length() && isPlain(name.charAt(next)) : isPlain(c) || c == mark;
            if (stays) {
                written.append((char) c);
            } else {
                written.append(escaped(c));
            }
            i = next;
        }
        return written.toString();
    }

    // What may follow a dash that stays: not the mark, which would make an escape of it, and nothing that is escaped.
    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private String escaped(int codePoint) {
        return "-" + mark + Integer.toHexString(codePoint) + mark;
    }

    private static String length(Duration delay) {
        if (delay.getNano() % 1_000_000 != 0) {
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
