package dev.crossdock.transport.rabbitmq;

import dev.crossdock.messaging.spi.Address;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;

/**
 * The names of exchanges and queues. Different addresses never have the same name, and ordinary ones stay readable:
 * {@code orders}, {@code orders/billing}, {@code orders/billing/dead}, {@code orders/billing/wait/5s},
 * {@code orders/wait/5s}.
 *
 * <p>In the parts, whatever is not a letter of ASCII, a digit, a dot, a dash or an underscore is percent-encoded, so that
 * a slash always separates and {@code ~} never occurs but before the hash that ends a name which was too long. A lane's
 * length ends in a unit and so is never {@code dead}, the only other thing that can stand in its place.
 */
final class NativeNames {
    /** The protocol's short strings, in bytes. */
    static final int MAX_LENGTH = 255;

    private static final String RESERVED = "amq.";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private NativeNames() {}

    static String of(Address address) {
        return shortened(full(address));
    }

    private static String full(Address address) {
        if (address instanceof Address.Topic topic) {
            return first(topic.name());
        }
        if (address instanceof Address.Inbox inbox) {
            return first(inbox.topic()) + "/" + encoded(inbox.group());
        }
        if (address instanceof Address.DeadLetters dead) {
            return first(dead.topic()) + "/" + encoded(dead.group()) + "/dead";
        }
        if (address instanceof Address.DelayLane lane) {
            if (lane.target() instanceof Address.Topic || lane.target() instanceof Address.Inbox) {
                return full(lane.target()) + "/wait/" + length(lane.delay());
            }
            throw new IllegalArgumentException("a lane leads to a topic or an inbox, not to " + lane.target());
        }
        throw new IllegalArgumentException("unknown kind of address: " + address);
    }

    private static String first(String name) {
        // The broker keeps these names for itself. Nowhere else is an 'a' encoded.
        return name.startsWith(RESERVED) ? "%61" + encoded(name.substring(1)) : encoded(name);
    }

    private static String encoded(String part) {
        int plain = 0;
        while (plain < part.length() && isPlain(part.charAt(plain))) {
            plain++;
        }
        if (plain == part.length()) {
            return part;
        }
        StringBuilder text = new StringBuilder(part.length() * 2);
        for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (isPlain(c)) {
                text.append(c);
            } else {
                text.append('%').append(HEX[c >> 4]).append(HEX[c & 0xF]);
            }
        }
        return text.toString();
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '-'
                || c == '_';
    }

    /** An address for people, with the name that the broker's own tools show. */
    static String inWords(Address address) {
        String kind = address instanceof Address.Topic ? "exchange" : "queue";
        return address.inWords() + " (" + kind + " '" + of(address) + "')";
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

    private static String shortened(String name) {
        if (name.length() <= MAX_LENGTH) {
            return name;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.US_ASCII));
            String suffix = "~" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
            return name.substring(0, MAX_LENGTH - suffix.length()) + suffix;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
