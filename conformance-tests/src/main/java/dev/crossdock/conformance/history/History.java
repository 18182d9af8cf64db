package dev.crossdock.conformance.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything that happened, in the order in which it was told. Thread-safe.
 *
 * <p>A handler tells that it starts before it does anything, so a start is never missing from what a dead process leaves
 * behind.
 */
public final class History {
    // A condition may also come true by something that is not an event, such as what a broker says.
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final List<Event> events = new ArrayList<>();
    private final long began = System.nanoTime();
    private final Predicate<Event> forgets;
    private final List<Consumer<Event>> listeners = new ArrayList<>();

    /** An empty one. */
    public History() {
        this(event -> false);
    }

    /** A broken one, to show that it would be noticed: it forgets some of what it is told. */
    public History(Predicate<Event> forgets) {
        this.forgets = forgets;
    }

    /**
     * Hands each event from now on to somebody who counts, in order and while nobody else can add one: a long history is
     * too much to be looked through again and again.
     */
    public void listen(Consumer<Event> listener) {
        lock.lock();
        try {
            listeners.add(listener);
        } finally {
            lock.unlock();
        }
    }

    /** The time that an event would be given now. */
    public long now() {
        return System.nanoTime() - began;
    }

    /** Adds an event; its place and time are given here. */
    public Event add(
            Kind kind,
            String member,
            String topic,
            String group,
            String messageId,
            @Nullable String key,
            int attempt,
            String fingerprint,
            String detail) {
        lock.lock();
        try {
            Event event = new Event(
                    events.size(), now(), kind, member, topic, group, messageId, key, attempt, fingerprint, detail);
            if (!forgets.test(event)) {
                events.add(event);
                listeners.forEach(listener -> listener.accept(event));
                grown.signalAll();
            }
            return event;
        } finally {
            lock.unlock();
        }
    }

    /** Keeps everybody else from adding anything for as long as the work takes. */
    public void atomically(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    /** What there is by now. */
    public List<Event> events() {
        lock.lock();
        try {
            return List.copyOf(events);
        } finally {
            lock.unlock();
        }
    }

    /** How many events match by now. */
    public int count(Predicate<Event> which) {
        lock.lock();
        try {
            int count = 0;
            for (Event event : events) {
                if (which.test(event)) {
                    count++;
                }
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** How many events there are by now. */
    public int size() {
        lock.lock();
        try {
            return events.size();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a condition holds, looking whenever something happens and a few times in between. */
    public boolean await(BooleanSupplier condition, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return condition.getAsBoolean();
            }
            lock.lock();
            try {
                boolean unused = grown.await(Math.min(left, LOOK_AGAIN.toNanos()), TimeUnit.NANOSECONDS);
            } finally {
                lock.unlock();
            }
        }
        return true;
    }

    /** Returns once nothing has happened for so long; {@code false} if it never became quiet within the limit. */
    public boolean awaitQuiet(Duration quiet, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        int seen = size();
        long since = System.nanoTime();
        while (System.nanoTime() - since < quiet.toNanos()) {
            if (System.nanoTime() > end) {
                return false;
            }
            lock.lock();
            try {
                boolean unused = grown.await(quiet.toNanos() - (System.nanoTime() - since), TimeUnit.NANOSECONDS);
            } finally {
                lock.unlock();
            }
            if (size() != seen) {
                seen = size();
                since = System.nanoTime();
            }
        }
        return true;
    }
}
