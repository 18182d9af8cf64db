package dev.crossdock.examples.quickstart;

import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.MessagingObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what happens to the messages, and says in the end whether it adds up. Thread-safe. */
final class Ledger implements MessagingObserver {
    final AtomicInteger published = new AtomicInteger();
    final AtomicInteger handled = new AtomicInteger();
    final AtomicInteger retried = new AtomicInteger();
    final AtomicInteger dead = new AtomicInteger();
    final AtomicInteger redriven = new AtomicInteger();
    final AtomicInteger duplicatesAbsorbed = new AtomicInteger();

    @Override
    public void on(MessagingEvent event) {
        if (event instanceof MessagingEvent.Published) {
            published.incrementAndGet();
        } else if (event instanceof MessagingEvent.Handled) {
            handled.incrementAndGet();
        } else if (event instanceof MessagingEvent.RetryScheduled) {
            retried.incrementAndGet();
        } else if (event instanceof MessagingEvent.DeadLettered) {
            dead.incrementAndGet();
        } else if (event instanceof MessagingEvent.Redriven) {
            redriven.incrementAndGet();
        } else if (event instanceof MessagingEvent.Duplicate) {
            duplicatesAbsorbed.incrementAndGet();
        }
    }

    /**
     * What does not add up; empty if everything does.
     *
     * @param orders how many orders were placed
     * @param duplicates how many of them were published a second time
     * @param stillDead how many dead letters are left
     */
    List<String> differences(int orders, int duplicates, Bank bank, Warehouse warehouse, long stillDead) {
        List<String> differences = new ArrayList<>();
        expect(differences, "messages published", orders + duplicates, published.get());
        expect(differences, "orders charged", orders, bank.ordersCharged());
        expect(differences, "orders charged twice", 0, bank.chargedTwice());
        expect(differences, "orders packed", orders, warehouse.packed());
        expect(differences, "orders packed out of order", 0, warehouse.outOfOrder());
        expect(differences, "duplicates absorbed, by two groups", 2L * duplicates, duplicatesAbsorbed.get());
        expect(differences, "messages handled, by two groups", 2L * orders, handled.get());
        expect(differences, "dead letters redriven", dead.get(), redriven.get());
        expect(differences, "dead letters left", 0, stillDead);
        if (dead.get() == 0 || retried.get() == 0) {
            differences.add("nothing failed, so nothing was shown");
        }
        return differences;
    }

    private static void expect(List<String> differences, String what, long wanted, long found) {
        if (wanted != found) {
            differences.add(what + ": wanted " + wanted + ", found " + found);
        }
    }
}
