package dev.crossdock.benchmarks.twin;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** What a message is sent with besides its body, as cheap as it can be had: an id that nobody else gives, and the time. */
final class Labels {
    /** The header for a key, where messages have none. */
    static final String KEY = "crossdock-key";

    private Labels() {}

    /** A random id of 36 characters, as long as the library's. */
    static String id() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** The time in milliseconds. */
    static String now() {
        return Long.toString(System.currentTimeMillis());
    }
}
