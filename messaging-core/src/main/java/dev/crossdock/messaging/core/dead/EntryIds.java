package dev.crossdock.messaging.core.dead;

import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The names of entries among the dead letters: {@code <message id>@<topic>/<group>}, so that a copy made by a crash has
 * the name of the first.
 */
final class EntryIds {
    private static final int MAX_ID_BYTES = 1024;
    private static final int SHOWN_BYTES = 200;
    private static final int FINGERPRINT_BYTES = 16;

    private EntryIds() {}

    /**
     * The name that a message gets when it is set aside. One without an id gets a new name each time, though a crash then
     * makes two entries of it: two that look the same may be two orders.
     */
    static String ofNew(WireMessage message, String source, String topic, String group) {
        String id = message.headers().get(WireHeaders.ID);
        String part = id == null || id.isEmpty() ? source + "~" + UUID.randomUUID() : id;
        return shortened(part) + suffix(topic, group);
    }

    /** The name of an entry: what it says itself, or made of its id, or of its content. */
    static String of(WireMessage dead, String topic, String group) {
        String noted = dead.headers().get(WireHeaders.DLQ_ENTRY);
        if (noted != null && !noted.isEmpty()) {
            return noted;
        }
        String id = dead.headers().get(WireHeaders.ID);
        return shortened(id == null || id.isEmpty() ? fingerprint(dead) : id) + suffix(topic, group);
    }

    /** The part of an entry's name that stands for the message's id. */
    static String messageId(String entryId, String topic, String group) {
        String suffix = suffix(topic, group);
        return entryId.endsWith(suffix) ? entryId.substring(0, entryId.length() - suffix.length()) : entryId;
    }

    /**
     * Tells copies of one entry from entries that only share its name, as when different bodies were published under one
     * id.
     */
    static String identity(WireMessage dead, String topic, String group) {
        return fingerprint(dead) + of(dead, topic, group);
    }

    /** Whether the message, or its envelope, has a name; if not, of two that look the same neither is a copy. */
    static boolean isNamed(WireMessage dead) {
        return dead.headers().contains(WireHeaders.DLQ_ENTRY) || dead.headers().contains(WireHeaders.ID);
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
