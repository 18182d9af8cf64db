package dev.crossdock.messaging.spi;

import dev.crossdock.messaging.Headers;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The library's own headers: the wire contract that every transport carries and any language can write. */
public final class WireHeaders {
    /** What the names of the library's own headers start with; refused in a user's header. */
    public static final String PREFIX = "crossdock-";

    /** What the names of a dead letter's notes start with. */
    public static final String DLQ_PREFIX = "crossdock-dlq-";

    /** The message's id. */
    public static final String ID = "crossdock-id";

    /** When it was published, by the publisher's clock: ISO 8601 instant in milliseconds. */
    public static final String PUBLISHED_AT = "crossdock-published-at";

    /** Attempts made before this copy of the message; absent means 0. */
    public static final String RETRY_COUNT = "crossdock-retry-count";

    /** When the first attempt was started: ISO 8601 instant. */
    public static final String FIRST_ATTEMPT_AT = "crossdock-first-attempt-at";

    /** When it is due: ISO 8601 instant; only on copies that wait. */
    public static final String NOT_BEFORE = "crossdock-not-before";

    /** When its stay in a delay lane is over: ISO 8601 instant; only on copies in a lane. */
    public static final String LANE_UNTIL = "crossdock-lane-until";

    /** How often it was redriven; absent means 0. */
    public static final String REDRIVES = "crossdock-redrives";

    /**
     * All headers but a few in one, on brokers that have room for no more. A transport unpacks it; where it stays among the
     * headers, it could not be read, and the message is not what was sent.
     */
    public static final String PACKED = "crossdock-headers";

    /** The media type of the body. */
    public static final String CONTENT_TYPE = "content-type";

    /** Why it is a dead letter: a {@link dev.crossdock.messaging.DeadLetterReason}. */
    public static final String DLQ_REASON = "crossdock-dlq-reason";

    /** The class name of the last exception. */
    public static final String DLQ_EXCEPTION = "crossdock-dlq-exception";

    /** A text for people, at most 1 KiB. */
    public static final String DLQ_MESSAGE = "crossdock-dlq-message";

    /** How many attempts were made. */
    public static final String DLQ_ATTEMPTS = "crossdock-dlq-attempts";

    /** When it became a dead letter: ISO 8601 instant. */
    public static final String DLQ_AT = "crossdock-dlq-at";

    /** When the first attempt was started: ISO 8601 instant. */
    public static final String DLQ_FIRST_AT = "crossdock-dlq-first-at";

    /** The topic it was published to. */
    public static final String DLQ_TOPIC = "crossdock-dlq-topic";

    /** The group that could not handle it. */
    public static final String DLQ_GROUP = "crossdock-dlq-group";

    /** The broker's coordinates of the delivery. */
    public static final String DLQ_SOURCE = "crossdock-dlq-source";

    /** Names the entry. */
    public static final String DLQ_ENTRY = "crossdock-dlq-entry";

    private WireHeaders() {}

    /** The number in a header; another one if it is absent or anything but one to nine digits. */
    public static int number(Headers headers, String name, int otherwise) {
        String value = headers.get(name);
        if (value == null || value.isEmpty() || value.length() > 9) {
            return otherwise;
        }
        int number = 0;
        for (int i = 0; i < value.length(); i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return otherwise;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** The instant in a header; {@code null} if it is absent or no ISO 8601 instant of the years 0000 to 9999. */
    public static @Nullable Instant instant(Headers headers, String name) {
        String value = headers.get(name);
        // Years of more digits begin with a sign, and arithmetic with the last of them overflows.
        if (value == null || value.isEmpty() || value.charAt(0) < '0' || value.charAt(0) > '9') {
            return null;
        }
        try {
            return Instant.parse(value);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
