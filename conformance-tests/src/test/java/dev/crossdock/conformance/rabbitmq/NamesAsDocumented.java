package dev.crossdock.conformance.rabbitmq;

import dev.crossdock.messaging.spi.Address;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of exchanges and queues as the transport's page gives them, written a second time. */
final class NamesAsDocumented {
    private NamesAsDocumented() {}

    static String of(Address address) {
        String name = whole(address);
        if (name.length() <= 255) {
            return name;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return name.substring(0, 211) + "~"
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a queue's name stands for; {@code null} if it is none of the library's, or too long to tell. */
    static @Nullable Address read(String queue) {
        List<String> parts = List.of(queue.split("/", -1));
        if (queue.contains("~") || parts.size() < 2 || parts.size() > 4) {
            return null;
        }
        String topic = decoded(parts.get(0));
        String second = decoded(parts.get(1));
        if (parts.size() == 2) {
            return new Address.Inbox(topic, second);
        }
        if (parts.size() == 3 && parts.get(2).equals("dead")) {
            return new Address.DeadLetters(topic, second);
        }
        if (parts.size() == 3 && parts.get(1).equals("wait")) {
            return new Address.DelayLane(new Address.Topic(topic), length(parts.get(2)));
        }
        return parts.size() == 4 && parts.get(2).equals("wait")
                ? new Address.DelayLane(new Address.Inbox(topic, second), length(parts.get(3)))
                : null;
    }

    private static String whole(Address address) {
        if (address instanceof Address.Topic topic) {
            return encoded(topic.name()).replaceFirst("^amq\\.", "%61mq.");
        }
        if (address instanceof Address.Inbox inbox) {
            return whole(new Address.Topic(inbox.topic())) + "/" + encoded(inbox.group());
        }
        if (address instanceof Address.DeadLetters dead) {
            return whole(new Address.Inbox(dead.topic(), dead.group())) + "/dead";
        }
        if (address instanceof Address.DelayLane lane) {
            return whole(lane.target()) + "/wait/"
                    + lane.delay().toString().substring(2).toLowerCase(java.util.Locale.ROOT);
        }
        throw new IllegalArgumentException(address.toString());
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }

    private static Duration length(String text) {
        return Duration.parse("PT" + text);
    }
}
