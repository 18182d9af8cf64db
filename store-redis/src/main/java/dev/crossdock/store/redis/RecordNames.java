package dev.crossdock.store.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * How records are called in Redis: as people would write it while that is short, as a hash otherwise. No two keys have one
 * name. Thread-safe.
 */
final class RecordNames {
    private static final int READABLE = 400;

    private final String prefix;

    RecordNames(String prefix) {
        this.prefix = prefix;
    }

    byte[] name(String scope, String key) {
        // The length says where the scope ends; and it is a digit that comes first, which no hash has in front of it.
        String name = prefix + scope.length() + ":" + scope + ":" + key;
        boolean readable = name.length() <= prefix.length() + READABLE
                && StandardCharsets.UTF_8.newEncoder().canEncode(name);
        return (readable ? name : prefix + "sha256:" + hash(scope, key)).getBytes(StandardCharsets.UTF_8);
    }

    private static String hash(String scope, String key) {
        // Characters as they are: an encoding would make one of all that it cannot encode.
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + (scope.length() + key.length()) * Character.BYTES);
        bytes.putInt(scope.length());
        bytes.asCharBuffer().put(scope).put(key);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
