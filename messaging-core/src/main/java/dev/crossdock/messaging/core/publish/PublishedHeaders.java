package dev.crossdock.messaging.core.publish;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.WireHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The papers of a message, from the user to the wire and back. What passes the checks can be carried by every transport
 * unchanged; what does not is refused, and never repaired.
 */
public final class PublishedHeaders {
    private static final int MAX_NAME_LENGTH = 64;
    private static final int MAX_BYTES = 4096;
    private static final int OWN = 3;

    private PublishedHeaders() {}

    /**
     * The headers to send: the library's own, then the user's.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_ARGUMENT} if the id or a header may not be published; it
     *     names the header and does not show the value
     */
    static Headers toWire(String id, String publishedAt, String contentType, Headers user) {
        checkText("The message id", id, 1);
        int size = user.size();
        String[] pairs = new String[(OWN + size) * 2];
        pairs[0] = WireHeaders.ID;
        pairs[1] = id;
        pairs[2] = WireHeaders.PUBLISHED_AT;
        pairs[3] = publishedAt;
        pairs[4] = WireHeaders.CONTENT_TYPE;
        pairs[5] = contentType;
        for (int i = 0; i < size; i++) {
            String name = user.nameAt(i);
            String value = user.valueAt(i);
            checkName(name);
            if (!isShortAscii(value)) {
                checkText("The header " + shown(name), value, 0);
            }
            pairs[(OWN + i) * 2] = name;
            pairs[(OWN + i) * 2 + 1] = value;
        }
        return Headers.ofPairs(pairs);
    }

    /**
     * The library's own headers of a message, and other ones of the user's.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_ARGUMENT} if one may not be published
     */
    public static Headers withUsers(Headers wire, Headers user) {
        Headers headers = wire;
        for (int i = 0; i < wire.size(); i++) {
            String name = wire.nameAt(i);
            if (!isOwn(name)) {
                headers = headers.without(name);
            }
        }
        for (int i = 0; i < user.size(); i++) {
            String name = user.nameAt(i);
            String value = user.valueAt(i);
            // What a foreign producer sent may have any form, as long as nobody touches it.
            if (!value.equals(wire.get(name))) {
                checkName(name);
                checkText("The header " + shown(name), value, 0);
            }
            headers = headers.with(name, value);
        }
        return headers;
    }

    /**
     * Checks a key.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_ARGUMENT} if it may not be published
     */
    public static void checkKey(@Nullable String key) {
        if (key != null) {
            checkText("The key", key, 1);
        }
    }

    /** The user's headers among those of a received message: the same instance if all are. */
    public static Headers toUser(Headers wire) {
        int size = wire.size();
        int kept = 0;
        for (int i = 0; i < size; i++) {
            kept += isOwn(wire.nameAt(i)) ? 0 : 1;
        }
        if (kept == size) {
            return wire;
        }
        if (kept == 0) {
            return Headers.empty();
        }
        String[] pairs = new String[kept * 2];
        int next = 0;
        for (int i = 0; i < size; i++) {
            if (!isOwn(wire.nameAt(i))) {
                pairs[next++] = wire.nameAt(i);
                pairs[next++] = wire.valueAt(i);
            }
        }
        return Headers.ofPairs(pairs);
    }

    private static boolean isOwn(String name) {
        return name.startsWith(WireHeaders.PREFIX) || name.equals(WireHeaders.CONTENT_TYPE);
    }

    private static void checkName(@Nullable String name) {
        if (name == null || name.isEmpty() || name.length() > MAX_NAME_LENGTH || !hasOnlyNameCharacters(name)) {
            throw invalid("A header's name has 1 to " + MAX_NAME_LENGTH
                    + " of the characters a-z, 0-9, dot, underscore and dash; found " + shown(name));
        }
        if (isOwn(name)) {
            throw invalid("The header " + shown(name) + " is the library's own: names that start with "
                    + WireHeaders.PREFIX + ", and " + WireHeaders.CONTENT_TYPE + ", cannot be published by users");
        }
    }

    private static boolean hasOnlyNameCharacters(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
            if (!allowed) {
                return false;
            }
        }
        return true;
    }

    // Nearly every value is one; it needs no counting.
    private static boolean isShortAscii(@Nullable String value) {
        if (value == null || value.length() > MAX_BYTES) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static void checkText(String what, @Nullable String text, int minBytes) {
        if (text == null) {
            throw invalid(what + " wanted a text, found null");
        }
        int bytes = utf8Length(text);
        if (bytes < 0) {
            throw invalid(what + " is not well-formed Unicode: there is an unpaired surrogate at " + (-1 - bytes));
        }
        if (bytes < minBytes || bytes > MAX_BYTES) {
            throw invalid(
                    what + " has " + minBytes + " to " + MAX_BYTES + " bytes in UTF-8, found " + bytes + " of them");
        }
    }

    /** How many bytes a text has in UTF-8; −1 − i if there is an unpaired surrogate at i. */
    private static int utf8Length(String text) {
        int bytes = 0;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes += 1;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                return -1 - i;
            }
        }
        return bytes;
    }

    // A name that was refused may hold anything, and ends up in a log.
    private static String shown(@Nullable String name) {
        if (name == null) {
            return "null";
        }
        StringBuilder text = new StringBuilder("'");
        for (int i = 0; i < Math.min(name.length(), MAX_NAME_LENGTH); i++) {
            char c = name.charAt(i);
            if (c >= ' ' && c < 0x7F && c != '\'' && c != '\\') {
                text.append(c);
            } else {
                text.append(String.format("\\u%04x", (int) c));
            }
        }
        return text.append(name.length() > MAX_NAME_LENGTH ? "…'" : "'").toString();
    }

    private static MessagingException invalid(String message) {
        return new MessagingException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
