package dev.crossdock.conformance.nats;

import dev.crossdock.messaging.spi.Address;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The names of streams, consumers and subjects as the transport's page gives them, written a second time. */
final class NamesAsDocumented {
    private NamesAsDocumented() {}

    static String stream(Address address) {
        if (address instanceof Address.Topic topic) {
            return word(topic.name());
        }
        if (address instanceof Address.Inbox inbox) {
            return word(inbox.topic());
        }
        if (address instanceof Address.DeadLetters dead) {
            return word(dead.topic()) + "=" + word(dead.group()) + "=dead";
        }
        return stream(((Address.DelayLane) address).target());
    }

    static String consumer(Address.Queue queue) {
        if (queue instanceof Address.Inbox inbox) {
            return word(inbox.group());
        }
        if (queue instanceof Address.DelayLane lane) {
            String group = lane.target() instanceof Address.Inbox inbox ? word(inbox.group()) : "";
            return group + "=wait=" + lane.delay().toString().substring(2).toLowerCase(Locale.ROOT);
        }
        return "dead";
    }

    /** What an inbox is made of. */
    static List<String> subjects(Address.Inbox inbox) {
        String topic = word(inbox.topic());
        return List.of(topic, topic + ".to." + word(inbox.group()));
    }

    /** To which dead letters are sent. */
    static String subject(Address.DeadLetters queue) {
        return word(queue.topic()) + ".dead." + word(queue.group());
    }

    /** What a consumer of a topic's stream stands for; {@code null} if it is none of the library's queues. */
    static @Nullable Address read(String topic, String consumer) {
        String[] parts = consumer.split("=", -1);
        if (consumer.contains("~") || (parts.length != 1 && parts.length != 3)) {
            return null;
        }
        if (parts.length == 1) {
            return new Address.Inbox(topic, decoded(parts[0]));
        }
        Address target = parts[0].isEmpty() ? new Address.Topic(topic) : new Address.Inbox(topic, decoded(parts[0]));
        return new Address.DelayLane(target, Duration.parse("PT" + parts[2]));
    }

    static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String word(String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace(".", "%2E");
        if (encoded.length() <= 110) {
            return encoded;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(encoded.getBytes(StandardCharsets.US_ASCII));
            return encoded.substring(0, 66) + "~"
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
