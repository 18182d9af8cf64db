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

    private static final int MOST_AT_ONCE = 10_000;

    private final Api api;
    private final String stream;
    private final String consumer;
    private final long ackWait;
    private boolean ours;
    private long firstLook;
    private long lookedAt;
    private long enough;
    private long missing = 1;

    /**
     * Waits for the turn.
     *
     * @param ackWait after which time the server gives again what one that is gone had
     */
    Turn(Api api, String stream, String consumer, Duration ackWait) {
        this.api = api;
        this.stream = stream;
        this.consumer = consumer;
        this.ackWait = ackWait.toNanos();
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
        if (firstLook == 0) {
            firstLook = lookedAt;
            enough = here + missing;
        }
        return ours;
    }

    /** Whether it has begun. */
    boolean hasBegun() {
        return ours;
    }

    /**
     * How many to ask for, when so many are here and the turn has not begun. As long as what somebody else had is not due the
     * server gives new ones in its place, which have to wait here: so no more of them than there is room for. After that it
     * gives those that are due first.
     */
    int more(int here, int room) {
        boolean allDue = firstLook == 0 || System.nanoTime() - firstLook > ackWait;
        return more(missing, allDue ? Long.MAX_VALUE / 2 : enough, here, room);
    }

    static int more(long missing, long enough, int here, int room) {
        long wanted = Math.min(MOST_AT_ONCE, Math.max(1, missing));
        return (int) Math.max(0, Math.min(wanted, enough + room - here));
    }
}
