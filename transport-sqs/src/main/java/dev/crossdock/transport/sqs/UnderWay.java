package dev.crossdock.transport.sqs;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** How much has begun and has not ended, for one who waits for its end. Thread-safe. */
final class UnderWay {
    private final AtomicInteger count = new AtomicInteger();
    private final Runnable onCalm;
    private volatile @Nullable Thread awaiting;

    /** @param onCalm is run whenever nothing is under way any more, by any thread */
    UnderWay(Runnable onCalm) {
        this.onCalm = onCalm;
    }

    void begin() {
        count.incrementAndGet();
    }

    void end() {
        if (count.decrementAndGet() > 0) {
            return;
        }
        Thread thread = awaiting;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
        onCalm.run();
    }

    boolean isCalm() {
        return count.get() == 0;
    }

    /** Waits until nothing is under way, or for so long. */
    void await(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        awaiting = Thread.currentThread();
        for (long left = limit.toNanos(); !isCalm() && left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
            interrupted |= Thread.interrupted();
        }
        awaiting = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
