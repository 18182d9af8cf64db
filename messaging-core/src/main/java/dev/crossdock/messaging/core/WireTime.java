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
    private volatile Stamp last = new Stamp(0, of(Instant.EPOCH));

    public WireTime(TimeSource time) {
        this.time = time;
    }

    /** The present, as text; messages of one millisecond share one. */
    public String now() {
        long millis = time.now().toEpochMilli();
        Stamp stamp = last;
        if (stamp.millis != millis) {
            stamp = new Stamp(millis, of(Instant.ofEpochMilli(millis)));
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

    private record Stamp(long millis, String text) {}
}
