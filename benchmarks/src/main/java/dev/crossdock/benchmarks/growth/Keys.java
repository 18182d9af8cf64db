package dev.crossdock.benchmarks.growth;

import dev.crossdock.benchmarks.library.Settings;
import dev.crossdock.benchmarks.subject.Broker;
import dev.crossdock.benchmarks.worker.Footprint;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.Ordering;

/** Different keys among messages whose order per key is kept. */
final class Keys implements Growth.Step {
    private static final int LEAST_MESSAGES = 200_000;
    private static final int BODY = 100;

    @Override
    public String columns() {
        return "messages | consumed per second | heap afterwards, MiB";
    }

    @Override
    public String measure(Broker broker, int size) throws Exception {
        int messages = Math.max(size, LEAST_MESSAGES);
        Drain.Consuming ordered =
                builder -> builder.ordering(Ordering.PER_KEY).concurrency(8).prefetch(256);
        try (Messaging messaging = Messaging.open(Settings.of(broker, true))) {
            Drain drain = Drain.of(messaging, messages, ordered);
            drain.publish(BODY, i -> "customer-" + i % size);
            double rate = drain.consume(ordered, delivery -> {});
            return Drain.number(messages) + " | " + Drain.number(rate) + " | "
                    + (Footprint.now().heapBytes() >> 20);
        }
    }
}
