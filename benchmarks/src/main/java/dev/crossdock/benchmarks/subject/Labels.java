package dev.crossdock.benchmarks.subject;

import dev.crossdock.messaging.spi.WireHeaders;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** What a message is sent with besides its body, as cheap as it can be had: an id that nobody else gives, and the time. */
public final class Labels {
    /** The header for the id. */
    public static final String ID = WireHeaders.ID;

    /** The header for the time. */
    public static final String PUBLISHED_AT = WireHeaders.PUBLISHED_AT;

    /** The header for a key, where messages have none. */
    public static final String KEY = "crossdock-key";

    private Labels() {}

    /** A random id of 36 characters, as long as the library's. */
    public static String id() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** The time in milliseconds. */
    public static String now() {
        return Long.toString(System.currentTimeMillis());
    }
}
