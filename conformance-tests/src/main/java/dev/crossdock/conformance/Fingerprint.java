package dev.crossdock.conformance;

import dev.crossdock.messaging.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Body, key and user headers in a few characters: equal only if all of them are. */
public final class Fingerprint {
    private Fingerprint() {}

    /** The fingerprint of a message. */
    public static String of(byte[] body, @Nullable String key, Headers headers) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(body);
            add(digest, key == null ? "-" : "+" + key);
            for (Map.Entry<String, String> header : new TreeMap<>(headers.asMap()).entrySet()) {
                add(digest, header.getKey());
                add(digest, header.getValue());
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void add(MessageDigest digest, String text) {
        // UTF-16, because a coder to UTF-8 would make two different broken texts look alike.
        byte[] bytes = text.getBytes(StandardCharsets.UTF_16BE);
        digest.update((byte) (bytes.length >>> 24));
        digest.update((byte) (bytes.length >>> 16));
        digest.update((byte) (bytes.length >>> 8));
        digest.update((byte) bytes.length);
        digest.update(bytes);
    }
}
