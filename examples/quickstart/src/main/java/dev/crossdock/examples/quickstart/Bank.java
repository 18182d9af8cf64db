package dev.crossdock.examples.quickstart;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Charges customers; a branch of it is down until somebody repairs it. Thread-safe. */
final class Bank {
    private final Map<Integer, List<Integer>> charges = new ConcurrentHashMap<>();
    private volatile boolean repaired;

    /**
     * Charges an order.
     *
     * @throws IllegalStateException if the bank cannot do it just now
     */
    void charge(Order order, int attempt) {
        if (order.isAtTheBankThatIsDown() && !repaired) {
            throw new IllegalStateException("the bank is down");
        }
        if (order.isFlaky() && attempt <= 2) {
            throw new IllegalStateException("the line is busy");
        }
        charges.computeIfAbsent(order.number(), number -> new CopyOnWriteArrayList<>())
                .add(attempt);
    }

    /** Repairs the branch that is down. */
    void repair() {
        repaired = true;
    }

    /** For each order, at which attempts it was charged: one, if nobody has to be given money back. */
    Map<Integer, List<Integer>> charges() {
        return new TreeMap<>(charges);
    }

    /** How many orders were charged, however often. */
    int ordersCharged() {
        return charges.size();
    }

    /** How many orders were charged more than once: money that has to be given back. */
    long chargedTwice() {
        return charges.values().stream().filter(attempts -> attempts.size() > 1).count();
    }
}
