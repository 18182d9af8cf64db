package dev.crossdock.transport.nats;

import io.nats.client.api.ConsumerInfo;
import java.time.Duration;

/**
 * With order per key: waits until nobody else has anything. The server gives a receiver its turn as soon as the one before
 * it is gone, and new messages at once; but what that one had it gives only when it was given back, or its time has run
 * out. So nothing is handed out before all of it has come here. The receiver's thread's alone.
 */
final class Turn {
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(10).toNanos();

    private final Api api;
    private final String stream;
    private final String consumer;
    private boolean ours;
    private long lookedAt;
    private long missing = 1;

    Turn(Api api, String stream, String consumer) {
        this.api = api;
        this.stream = stream;
        this.consumer = consumer;
    }

    /** Whether messages may be handed out, given how many of this turn are here. None was handed out before. */
    boolean isOurs(int here) throws Exception {
        if (ours || here == 0) {
            return ours;
        }
        long now = System.nanoTime();
        if (lookedAt != 0 && now - lookedAt < LOOK_AGAIN_NANOS) {
            return false;
        }
        ConsumerInfo info = api.consumer(stream, consumer);
        missing = info == null ? 0 : info.getNumAckPending() - here;
        ours = missing <= 0;
        lookedAt = System.nanoTime();
        return ours;
    }

    /** Whether it has begun. */
    boolean hasBegun() {
        return ours;
    }

    /** How many messages somebody else may still have. */
    int missing() {
        return (int) Math.min(10_000, Math.max(1, missing));
    }
}
