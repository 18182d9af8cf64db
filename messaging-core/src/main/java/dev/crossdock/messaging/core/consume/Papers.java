package dev.crossdock.messaging.core.consume;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.core.publish.PublishedHeaders;
import dev.crossdock.messaging.spi.WireHeaders;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the library's own headers say about a message, read in one pass; reused from message to message by one thread.
 *
 * <p>What decides about a delivery is understood or not, and never guessed at: a count that cannot be read is not 0, and a
 * message that is not due before some time that cannot be read is not due now.
 */
final class Papers {
    private static final int MAX_ID_LENGTH = 255;
    private static final int MAX_SHOWN = 64;
    private static final String A_NUMBER = "a whole number of one to nine digits";
    private static final String AN_INSTANT = "an ISO 8601 instant of the years 0000 to 9999";

    String id = "";
    int retryCount;

    @Nullable Instant notBefore;

    /** What cannot be understood, for people; {@code null} if everything can. */
    @Nullable String damage;

    Headers user = Headers.empty();

    void read(Headers headers) {
        id = "";
        retryCount = 0;
        notBefore = null;
        damage = null;
        int own = 0;
        int size = headers.size();
        for (int i = 0; i < size; i++) {
            String name = headers.nameAt(i);
            if (name.startsWith(WireHeaders.PREFIX)) {
                own++;
                readOwn(headers, name, headers.valueAt(i));
            } else if (name.equals(WireHeaders.CONTENT_TYPE)) {
                own++;
            }
        }
        user = own == size ? Headers.empty() : PublishedHeaders.toUser(headers);
    }

    private void readOwn(Headers headers, String name, String value) {
        switch (name) {
            case WireHeaders.ID -> {
                id = value;
                if (value.isEmpty() || value.length() > MAX_ID_LENGTH) {
                    damaged(name, "1 to " + MAX_ID_LENGTH + " characters", value);
                }
            }
            case WireHeaders.RETRY_COUNT -> retryCount = number(headers, name, value);
            case WireHeaders.REDRIVES -> {
                int unused = number(headers, name, value);
            }
            case WireHeaders.NOT_BEFORE -> notBefore = instant(headers, name, value);
            case WireHeaders.FIRST_ATTEMPT_AT -> {
                Instant unused = instant(headers, name, value);
            }
            case WireHeaders.PACKED -> damaged(name, "a JSON object of texts that fits the body", value);
            default -> {}
        }
    }

    private int number(Headers headers, String name, String value) {
        int number = WireHeaders.number(headers, name, -1);
        if (number < 0) {
            damaged(name, A_NUMBER, value);
        }
        return Math.max(0, number);
    }

    private @Nullable Instant instant(Headers headers, String name, String value) {
        Instant instant = WireHeaders.instant(headers, name);
        if (instant == null) {
            damaged(name, AN_INSTANT, value);
        }
        return instant;
    }

    private void damaged(String name, String wanted, String value) {
        if (damage == null) {
            damage = "wanted " + wanted + " in the header " + name + ", found " + shown(value);
        }
    }

    // It may hold anything.
    private static String shown(String value) {
        StringBuilder text = new StringBuilder("'");
        for (int i = 0; i < Math.min(value.length(), MAX_SHOWN); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c < 0x7F && c != '\'' && c != '\\') {
                text.append(c);
            } else {
                text.append(String.format("\\u%04x", (int) c));
            }
        }
        return value.length() > MAX_SHOWN
                ? text.append("…', ")
                        .append(value.length())
                        .append(" characters")
                        .toString()
                : text.append('\'').toString();
    }
}
