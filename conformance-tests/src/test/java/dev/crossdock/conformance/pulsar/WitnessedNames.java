package dev.crossdock.conformance.pulsar;

import dev.crossdock.messaging.spi.Address;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of topics and subscriptions as the transport's page gives them, written a second time. */
final class WitnessedNames {
    private static final String TOPICS = "persistent://public/default/";
    private static final String GROUPS = "persistent://public/" + PulsarSecurity.GROUPS + "/";

    private WitnessedNames() {}

    static String topic(Address address) {
        if (address instanceof Address.Topic topic) {
            return TOPICS + shortened(first(topic.name()));
        }
        if (address instanceof Address.Inbox inbox) {
            return GROUPS + shortened(first(inbox.topic()) + ":" + encoded(inbox.group()));
        }
        if (address instanceof Address.DeadLetters dead) {
            return GROUPS + shortened(first(dead.topic()) + ":" + encoded(dead.group()) + ":dead");
        }
        throw new IllegalArgumentException(address.toString());
    }

    static String subscription(Address.Queue queue) {
        String group = queue instanceof Address.Inbox inbox ? inbox.group() : ((Address.DeadLetters) queue).group();
        return shortened(encoded(group).replaceFirst("^__", "=5F_").replaceFirst("^pulsar\\.repl", "=70ulsar.repl"));
    }

    /** What a topic's whole name stands for; {@code null} if it is none of the library's addresses, or too long to tell. */
    static @Nullable Address read(String name) {
        String local = name.substring(name.lastIndexOf('/') + 1);
        List<String> parts = List.of(local.split(":", -1));
        String topic = decoded(parts.get(0));
        if (local.contains("~")) {
            return null;
        }
        return switch (parts.size()) {
            case 1 -> new Address.Topic(topic);
            case 2 -> new Address.Inbox(topic, decoded(parts.get(1)));
            case 3 -> parts.get(2).equals("dead") ? new Address.DeadLetters(topic, decoded(parts.get(1))) : null;
            default -> null;
        };
    }

    private static String first(String name) {
        return encoded(name).replaceFirst("^\\.", "=2E").replaceFirst("^__", "=5F_");
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%", "=")
                .replace("-partition-", "=2Dpartition-");
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("=", "%"), StandardCharsets.UTF_8);
    }

    private static String shortened(String name) {
        if (name.length() <= 250) {
            return name;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return name.substring(0, 206) + "~"
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
