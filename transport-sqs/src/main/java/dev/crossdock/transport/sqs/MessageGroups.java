package dev.crossdock.transport.sqs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Keys as FIFO topics and queues take them. Equal keys have equal groups; messages without a key have one each. */
final class MessageGroups {
    private static final int MAX_LENGTH = 128;
    private static final String HASHED = "sha256-";

    private MessageGroups() {}

    static String of(@Nullable String key, Tickets tickets) {
        if (key == null) {
            return tickets.next();
        }
        return isLegal(key) ? key : HASHED + hash(key);
    }

    private static boolean isLegal(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) <= ' ' || key.charAt(i) > '~') {
                return false;
            }
        }
        return key.length() <= MAX_LENGTH && !key.startsWith(HASHED);
    }

    private static String hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
