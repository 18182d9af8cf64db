package dev.crossdock.conformance.network;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The rules for one direction of a {@link Link}. All but the count is for the thread that moves the bytes. */
final class FlowRules {
    private static final long NO_END = -1;

    private final AtomicLong passed = new AtomicLong();
    private boolean held;
    private long left = NO_END;
    private @Nullable Delay delay;
    private Random random = new Random(0);

    void hold() {
        held = true;
    }

    void breakAfter(long bytes) {
        left = bytes;
    }

    void slow(Delay wanted) {
        delay = wanted;
        random = wanted.random();
    }

    void mend() {
        held = false;
        left = NO_END;
        delay = null;
    }

    boolean isHeld() {
        return held;
    }

    boolean isSlow() {
        return delay != null;
    }

    /** When a piece may go on that has come now, behind what is due before it. */
    long dueOf(int bytes, long now, long previous) {
        Delay slow = delay;
        if (slow == null) {
            return Math.max(now, previous);
        }
        long jitter = slow.jitter().isZero()
                ? 0
                : (long) (random.nextDouble() * slow.jitter().toNanos());
        long carrying = slow.bytesPerSecond() == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) * bytes / slow.bytesPerSecond();
        long start = slow.bytesPerSecond() == 0 ? now : Math.max(now, previous);
        return Math.max(start + slow.least().toNanos() + jitter + carrying, previous);
    }

    /** How many of these bytes may pass. */
    int allowance(int wanted) {
        return left == NO_END ? wanted : (int) Math.min(wanted, left);
    }

    /** Whether the next byte ends its connection; asked once, and then it is over. */
    boolean takesTheBreak() {
        if (left == 0) {
            left = NO_END;
            return true;
        }
        return false;
    }

    void count(int bytes) {
        passed.addAndGet(bytes);
        if (left != NO_END) {
            left -= bytes;
        }
    }

    long passed() {
        return passed.get();
    }
}
