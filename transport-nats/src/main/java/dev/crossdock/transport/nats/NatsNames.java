package dev.crossdock.transport.nats;

import dev.crossdock.messaging.spi.Address;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * The names of streams, consumers and subjects. Different addresses never have the same name, and ordinary ones stay
 * readable: stream and subject {@code orders}, consumer {@code billing}, subject {@code orders.to.billing}.
 *
 * <p>Topic and group become one word each. In it, whatever is not a letter of ASCII, a digit, a dash or an underscore is
 * percent-encoded, so that {@code =} and {@code ~} never occur but as separator and before the hash that ends a word which
 * was too long.
 */
final class NatsNames {
    /** The consumer whose being there keeps schedules and notes; nobody reads it. */
    static final String KEEPER = "=keeper";

    /** The one consumer of dead letters. */
    private static final String DEAD = "dead";

    /** A stream's name is that of a folder, and may hold two words. */
    private static final int MAX_LENGTH = 110;

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private NatsNames() {}

    /** The stream that holds what is sent to an address. */
    static String stream(Address address) {
        if (address instanceof Address.Topic topic) {
            return word(topic.name());
        }
        if (address instanceof Address.Inbox inbox) {
            return word(inbox.topic());
        }
        if (address instanceof Address.DeadLetters dead) {
            return word(dead.topic()) + "=" + word(dead.group()) + "=" + DEAD;
        }
        if (address instanceof Address.DelayLane lane) {
            return stream(lane.target());
        }
        throw new IllegalArgumentException("unknown kind of address: " + address);
    }

    /** The consumer that reads a queue, in its stream. */
    static String consumer(Address.Queue queue) {
        if (queue instanceof Address.Inbox inbox) {
            return word(inbox.group());
        }
        if (queue instanceof Address.DeadLetters) {
            return DEAD;
        }
        if (queue instanceof Address.DelayLane lane) {
            String group = lane.target() instanceof Address.Inbox inbox ? word(inbox.group()) : "";
            return group + "=wait=" + length(lane.delay());
        }
        throw new IllegalArgumentException("unknown kind of queue: " + queue);
    }

    /** The subject to which one sends what is for an address. */
    static String subject(Address address) {
        if (address instanceof Address.Topic topic) {
            return word(topic.name());
        }
        if (address instanceof Address.Inbox inbox) {
            return word(inbox.topic()) + ".to." + word(inbox.group());
        }
        if (address instanceof Address.DeadLetters dead) {
            return word(dead.topic()) + ".dead." + word(dead.group());
        }
        if (address instanceof Address.DelayLane lane) {
            String group = lane.target() instanceof Address.Inbox inbox ? "." + word(inbox.group()) : "";
            return stream(lane.target()) + ".wait." + length(lane.delay()) + group;
        }
        throw new IllegalArgumentException("unknown kind of address: " + address);
    }

    /** What a topic's stream takes in. Dead letters have streams of their own. */
    static List<String> subjectsOf(Address.Topic topic) {
        String word = word(topic.name());
        return List.of(word, word + ".to.*", word + ".wait.>", word + ".at.*", word + ".note.*.*");
    }

    /** What the keeper keeps. */
    static List<String> keptOf(Address.Topic topic) {
        String word = word(topic.name());
        return List.of(word + ".at.*", word + ".note.*.*");
    }

    /** Where one message waits for its time. */
    static String schedule(String stream, String unique) {
        return stream + ".at." + unique;
    }

    /** Where it is written down how often a message of a group was attempted. */
    static String note(Address.Inbox inbox, long sequence) {
        return word(inbox.topic()) + ".note." + word(inbox.group()) + "." + sequence;
    }

    /** An address for people, with the names that the server's own tools show. */
    static String inWords(Address address) {
        String stream = "stream '" + stream(address) + "'";
        return address.inWords()
                + (address instanceof Address.Queue queue
                        ? " (consumer '" + consumer(queue) + "' of " + stream + ")"
                        : " (" + stream + ")");
    }

    private static String word(String name) {
        StringBuilder text = new StringBuilder(name.length() * 2);
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (isPlain(c)) {
                text.append(c);
            } else {
                text.append('%').append(HEX[c >> 4]).append(HEX[c & 0xF]);
            }
        }
        return text.length() <= MAX_LENGTH ? text.toString() : shortened(text.toString());
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /** In the largest unit that leaves no rest, so that each length has one text. */
    private static String length(Duration delay) {
        if (delay.toNanosPart() % 1_000_000 != 0) {
            return delay.toNanos() + "ns";
        }
        if (delay.toNanosPart() != 0) {
            return delay.toMillis() + "ms";
        }
        long seconds = delay.toSeconds();
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static String shortened(String word) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(word.getBytes(StandardCharsets.US_ASCII));
            String suffix = "~" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
            return word.substring(0, MAX_LENGTH - suffix.length()) + suffix;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
