package dev.crossdock.transport.nats;

import dev.crossdock.messaging.spi.SendListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages that the server has not answered, by their numbers. Each leaves it once, so each is answered once.
 * Thread-safe: senders add, the client's thread takes.
 */
final class Unanswered {
    private final Map<Long, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong();

    /** A message on its way, and who is told what became of it. */
    record Entry(String subject, @Nullable Route route, SendListener listener, int index, long sentAt) {
        /** Whether some message of its kind was stored before. */
        boolean isUsual() {
            return route != null && route.isUsed();
        }
    }

    /** Adds one; gives its number. */
    long add(Entry entry) {
        long number = next.incrementAndGet();
        entries.put(number, entry);
        return number;
    }

    /** Takes one out; {@code null} if it was answered before. */
    @Nullable Entry take(long number) {
        return entries.remove(number);
    }

    /** Lets all that fulfil a condition end as unknown. */
    void unknown(Predicate<Entry> which, Throwable reason) {
        entries.forEach((number, entry) -> {
            if (which.test(entry) && entries.remove(number, entry)) {
                entry.listener().unknown(entry.index(), reason);
            }
        });
    }

    /** Lets all that fulfil a condition end as rejected. */
    void rejected(Predicate<Entry> which, Throwable reason) {
        entries.forEach((number, entry) -> {
            if (which.test(entry) && entries.remove(number, entry)) {
                entry.listener().rejected(entry.index(), reason);
            }
        });
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }
}
