package dev.crossdock.examples.quickstart;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Packs orders, and notices when a customer's orders do not come in the order in which they were placed. Thread-safe. */
final class Warehouse {
    private final Map<String, Integer> lastOfCustomer = new ConcurrentHashMap<>();
    private final AtomicInteger packed = new AtomicInteger();
    private final AtomicInteger outOfOrder = new AtomicInteger();

    /** Packs an order. */
    void pack(Order order) {
        packed.incrementAndGet();
        Integer before = lastOfCustomer.put(order.customer(), order.sequence());
        if (before != null && before >= order.sequence()) {
            outOfOrder.incrementAndGet();
        }
    }

    int packed() {
        return packed.get();
    }

    int outOfOrder() {
        return outOfOrder.get();
    }
}
