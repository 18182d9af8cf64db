package dev.crossdock.messaging.core.dead;

import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The names of entries among the dead letters: {@code <message id>@<topic>/<group>}, so that a copy made by a crash has
 * the name of the first.
 */
final class EntryIds {
    private static final int MAX_ID_BYTES = 1024;
    private static final int SHOWN_BYTES = 200;
    private static final int FINGERPRINT_BYTES = 16;

    private EntryIds() {}

    /** The name of an entry: what it says itself, or made of its id, or of its place, or of its content. */
    static String of(WireMessage message, String source, String topic, String group) {
        String noted = message.headers().get(WireHeaders.DLQ_ENTRY);
        if (noted != null && !noted.isEmpty()) {
            return noted;
        }
        String id = message.headers().get(WireHeaders.ID);
        String part = id != null && !id.isEmpty() ? id : source.isEmpty() ? fingerprint(message) : source;
        return shortened(part) + suffix(topic, group);
    }

    /** The part of an entry's name that stands for the message's id. */
    static String messageId(String entryId, String topic, String group) {
        String suffix = suffix(topic, group);
        return entryId.endsWith(suffix) ? entryId.substring(0, entryId.length() - suffix.length()) : entryId;
    }

    /**
     * Tells copies of one entry from entries that only share its name, as when different bodies were published under one
     * id; {@code null} for a message that nobody named, of which two that look the same are two.
     */
    static @Nullable String identity(WireMessage message, String source, String topic, String group) {
        boolean named = message.headers().contains(WireHeaders.DLQ_ENTRY)
                || message.headers().contains(WireHeaders.ID);
        return named ? fingerprint(message) + of(message, source, topic, group) : null;
    }

    private static String suffix(String topic, String group) {
        return "@" + topic + "/" + group;
    }

    // A foreign producer's id may be of any length, and the name has to fit into a header.
    private static String shortened(String id) {
        return id.length() * 3L <= MAX_ID_BYTES
                        || ShortText.of(id, MAX_ID_BYTES).equals(id)
                ? ShortText.of(id, MAX_ID_BYTES)
                : ShortText.of(id, SHOWN_BYTES) + "~" + hex(sha256().digest(id.getBytes(StandardCharsets.UTF_8)));
    }

    private static String fingerprint(WireMessage message) {
        MessageDigest digest = sha256();
        String key = message.key();
        if (key != null) {
            digest.update(key.getBytes(StandardCharsets.UTF_8));
        }
        digest.update((byte) (key == null ? 0 : 1));
        return hex(digest.digest(message.body()));
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
