package dev.crossdock.messaging.core;

import dev.crossdock.messaging.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Instants as they are written into headers: ISO 8601, UTC, always three digits behind the second. Thread-safe. */
public final class WireTime {
    private static final DateTimeFormatter FORMAT =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final Duration ALMOST_A_MILLISECOND = Duration.ofNanos(999_999);

    private final TimeSource time;
    private volatile Stamp last = Stamp.of(0);

    public WireTime(TimeSource time) {
        this.time = time;
    }

    /** The present, as text; messages of one millisecond share one. */
    public String now() {
        long millis = time.now().toEpochMilli();
        Stamp stamp = last;
        if (stamp.millis != millis) {
            stamp = stamp.at(millis);
            last = stamp;
        }
        return stamp.text;
    }

    /** An instant, cut off to the millisecond. */
    public static String of(Instant instant) {
        return FORMAT.format(instant);
    }

    /** An instant, or the next full millisecond: for what must not happen too early. */
    public static String ceiling(Instant instant) {
        return of(instant.plus(ALMOST_A_MILLISECOND));
    }

    private record Stamp(long millis, String text) {
        private static final int SECOND = 1_000;
        private static final String TAIL = "000Z";

        static Stamp of(long millis) {
            return new Stamp(millis, WireTime.of(Instant.ofEpochMilli(millis)));
        }

        // Within a second three digits change; the formatter takes a microsecond, a thousand times a second.
        Stamp at(long other) {
            if (Math.floorDiv(other, SECOND) != Math.floorDiv(millis, SECOND)) {
                return of(other);
            }
            int digits = SECOND + Math.floorMod(other, SECOND);
            String second = text.substring(0, text.length() - TAIL.length());
            return new Stamp(other, second + Integer.toString(digits).substring(1) + "Z");
        }
    }
}
