package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.spi.SettlementListener;
import dev.crossdock.messaging.spi.WireDelivery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The lock of a queue, those who wait for messages, and the news about lost loans, which are told outside the lock. */
final class QueueGuard {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int waiting;
    private @Nullable List<Lost> news;

    void enter() {
        lock.lock();
    }

    void enterInterruptibly() throws InterruptedException {
        lock.lockInterruptibly();
    }

    /** Unlocks, then tells whose loans were lost meanwhile. */
    void leave() {
        List<Lost> told = news;
        news = null;
        lock.unlock();
        if (told != null) {
            told.forEach(lost -> lost.listener.lost(lost.delivery));
        }
    }

    /** Has a listener told, when the lock is left, that a loan is lost. */
    void lost(SettlementListener listener, WireDelivery delivery) {
        if (news == null) {
            news = new ArrayList<>();
        }
        news.add(new Lost(listener, delivery));
    }

    /** Whether there are news, so that it is no time to wait. */
    boolean hasNews() {
        return news != null;
    }

    /** Wakes all who wait: who may have what is decided by each of them. */
    void signal() {
        if (waiting > 0) {
            changed.signalAll();
        }
    }

    /** Waits for a signal, or for nothing at all: the caller looks again. Returns what is left of the time. */
    @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
    long await(long nanos) throws InterruptedException {
        waiting++;
        try {
            return changed.awaitNanos(nanos);
        } finally {
            waiting--;
        }
    }

    private record Lost(SettlementListener listener, WireDelivery delivery) {}
}
