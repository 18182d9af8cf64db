package dev.crossdock.messaging.core.consume;

import java.util.concurrent.atomic.AtomicInteger;

/** How many handlers may be open at once where handlers do not keep a thread; without bound where threads are the bound. */
final class Permits {
    private static final int UNBOUNDED = Integer.MAX_VALUE;

    private final boolean bounded;
    private final AtomicInteger free;
    private int total;

    private Permits(boolean bounded, int total) {
        this.bounded = bounded;
        this.total = total;
        this.free = new AtomicInteger(total);
    }

    static Permits unbounded() {
        return new Permits(false, UNBOUNDED);
    }

    static Permits of(int total) {
        return new Permits(true, total);
    }

    boolean take() {
        if (!bounded) {
            return true;
        }
        int left = free.get();
        while (left > 0) {
            if (free.compareAndSet(left, left - 1)) {
                return true;
            }
            left = free.get();
        }
        return false;
    }

    void giveBack() {
        if (bounded) {
            free.incrementAndGet();
        }
    }

    boolean available() {
        return !bounded || free.get() > 0;
    }

    /** Changes the total; what is taken beyond a smaller total is not called back. */
    synchronized void total(int newTotal) {
        if (bounded) {
            free.addAndGet(newTotal - total);
            total = newTotal;
        }
    }
}
