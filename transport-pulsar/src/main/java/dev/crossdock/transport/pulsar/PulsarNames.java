package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.spi.Address;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;

/**
 * What addresses are called on Pulsar. Pure.
 *
 * <p>An ordinary name stays as it is; {@code :} stands between the parts of a derived one: {@code orders:billing} is the
 * inbox of group billing, {@code orders:billing:dead} its dead letters, {@code orders:billing:loans} where its receivers
 * note what they have on loan. Whatever is not a letter of ASCII, a digit, a dot, a dash or an underscore is written as
 * {@code =} and two hexadecimal digits for each byte of its UTF-8. Injective.
 */
final class PulsarNames {
    /** How long the last part of a topic's name, or a subscription's, becomes at most. */
    static final int MAX_LENGTH = 250;

    // The broker takes what ends like this for a part of a partitioned topic.
    private static final String PARTITION = "-partition-";
    private static final String REPLICATOR = "pulsar.repl";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final String topics;
    private final String groups;

    /** Names in two namespaces of one tenant, which may be the same: one for topics, one for what belongs to groups. */
    PulsarNames(String tenant, String namespace, String groupNamespace) {
        this.topics = "persistent://" + tenant + "/" + namespace + "/";
        this.groups = "persistent://" + tenant + "/" + groupNamespace + "/";
    }

    /** The topic that stands for an address. */
    String topic(Address address) {
        return (address instanceof Address.Topic ? topics : groups) + shortened(local(address));
    }

    /** Where the receivers of a group note what they have on loan. */
    String loans(Address.Inbox inbox) {
        return groups + shortened(local(inbox) + ":loans");
    }

    /** A topic that nobody has. */
    String nowhere() {
        return topics + "crossdock=nowhere";
    }

    /** The subscription through which a queue is read, on all its topics. */
    String subscription(Address.Queue queue) {
        if (queue instanceof Address.Inbox inbox) {
            return shortened(first(inbox.group(), REPLICATOR));
        }
        if (queue instanceof Address.DeadLetters dead) {
            return shortened(first(dead.group(), REPLICATOR));
        }
        return "crossdock";
    }

    private static String local(Address address) {
        if (address instanceof Address.Topic topic) {
            return first(topic.name(), ".");
        }
        if (address instanceof Address.Inbox inbox) {
            return first(inbox.topic(), ".") + ":" + encoded(inbox.group());
        }
        if (address instanceof Address.DeadLetters dead) {
            return first(dead.topic(), ".") + ":" + encoded(dead.group()) + ":dead";
        }
        if (address instanceof Address.DelayLane lane) {
            return local(lane.target()) + ":wait:" + length(lane.delay());
        }
        throw new IllegalArgumentException("unknown kind of address: " + address);
    }

    // Topics that begin with two underscores are the broker's own, a dot or two mean something in paths.
    private static String first(String name, String taken) {
        if (name.startsWith("__") || name.startsWith(taken)) {
            return hex(new StringBuilder(), name.charAt(0))
                    .append(encoded(name.substring(1)))
                    .toString();
        }
        return encoded(name);
    }

    private static String encoded(String part) {
        StringBuilder text = new StringBuilder(part.length() + 16);
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
            char c = (char) (b & 0xFF);
            if (isPlain(c)) {
                text.append(c);
            } else {
                hex(text, c);
            }
        }
        for (int at = text.indexOf(PARTITION); at >= 0; at = text.indexOf(PARTITION)) {
            text.replace(at, at + 1, "=2D");
        }
        return text.toString();
    }

    private static StringBuilder hex(StringBuilder text, char c) {
        return text.append('=').append(HEX[c >> 4]).append(HEX[c & 0xF]);
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '-'
                || c == '_';
    }

    private static String length(Duration delay) {
        return delay.getNano() == 0 ? delay.getSeconds() + "s" : delay.getSeconds() + "s" + delay.getNano() + "ns";
    }

    private static String shortened(String name) {
        if (name.length() <= MAX_LENGTH) {
            return name;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.US_ASCII));
            String end = "~" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
            return name.substring(0, MAX_LENGTH - end.length()) + end;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
