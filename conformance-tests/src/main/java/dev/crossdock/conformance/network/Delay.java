package dev.crossdock.conformance.network;

import java.time.Duration;
import java.util.Random;

/**
 * How slow a {@link Link} is.
 *
 * @param least what each piece takes at least, one way
 * @param jitter by how much more it may take; what was sent first still arrives first
 * @param bytesPerSecond of each connection, each way; 0 for no limit
 * @param seed of the random choices
 */
public record Delay(Duration least, Duration jitter, long bytesPerSecond, long seed) {
    /** What takes its time but has no limit of bytes. */
    public static Delay latency(Duration least, Duration jitter, long seed) {
        return new Delay(least, jitter, 0, seed);
    }

    /** What carries so many bytes a second. */
    public static Delay bandwidth(long bytesPerSecond) {
        return new Delay(Duration.ZERO, Duration.ZERO, bytesPerSecond, 0);
    }

    Random random() {
        return new Random(seed);
    }
}
