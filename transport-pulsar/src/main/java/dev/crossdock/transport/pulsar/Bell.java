package dev.crossdock.transport.pulsar;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Lets one thread wait for whatever others ring for. Ringing before the wait ends it at once. */
final class Bell {
    private volatile boolean rung;
    private volatile @Nullable Thread waiting;

    /** Any thread. */
    void ring() {
        rung = true;
        Thread thread = waiting;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** Waits until it rings, or for so long; may return without a reason. */
    void await(long nanos) throws InterruptedException {
        waiting = Thread.currentThread();
        // Whoever rings after this line sees who waits.
        if (!rung) {
            LockSupport.parkNanos(this, nanos);
        }
        waiting = null;
        rung = false;
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while waiting for messages");
        }
    }
}
