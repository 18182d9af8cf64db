package dev.crossdock.store.jdbc;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * How a key is written down: as a hash of fixed size to find it by, because keys may be long and hold any character, and as
 * texts for people that fit a column.
 */
final class RecordKey {
    private static final int READABLE = 250;
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] hash;
    private final String scope;
    private final String key;

    private RecordKey(byte[] hash, String scope, String key) {
        this.hash = hash;
        this.scope = scope;
        this.key = key;
    }

    static RecordKey of(String scope, String key) {
        // Characters as they are: an encoding would make one of all that it cannot encode.
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + (scope.length() + key.length()) * Character.BYTES);
        bytes.putInt(scope.length());
        bytes.asCharBuffer().put(scope).put(key);
        try {
            return new RecordKey(
                    MessageDigest.getInstance("SHA-256").digest(bytes.array()), readable(scope), readable(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** SHA-256 of scope and key; not to be written to. */
    byte[] hash() {
        return hash;
    }

    /** The scope, for people. */
    String scope() {
        return scope;
    }

    /** The key, for people. */
    String key() {
        return key;
    }

    /** What every database can store in the column: no NUL, no half of a pair. */
    private static String readable(String text) {
        StringBuilder readable = new StringBuilder(Math.min(text.length(), READABLE));
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            int shown = point == 0 || Character.getType(point) == Character.SURROGATE ? REPLACEMENT : point;
            if (readable.length() + Character.charCount(shown) > READABLE - (i < text.length() ? 1 : 0)) {
                return readable.append('…').toString();
            }
            readable.appendCodePoint(shown);
        }
        return readable.toString();
    }
}
