package dev.crossdock.benchmarks.growth;

import dev.crossdock.benchmarks.library.Settings;
import dev.crossdock.benchmarks.subject.Broker;
import dev.crossdock.benchmarks.worker.Footprint;
import dev.crossdock.messaging.Messaging;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Messages that wait at the broker when the consumer comes. */
final class Backlog implements Growth.Step {
    private static final int BODY = 100;

    @Override
    public String columns() {
        return "consumed per second | heap half way, MiB";
    }

    @Override
    public String measure(Broker broker, int size) throws Exception {
        Drain.Consuming plain = builder -> builder.prefetch(256);
        AtomicInteger handled = new AtomicInteger();
        AtomicLong heap = new AtomicLong();
        try (Messaging messaging = Messaging.open(Settings.of(broker, false))) {
            Drain drain = Drain.of(messaging, size, plain);
            drain.publish(BODY, i -> null);
            double rate = drain.consume(plain, delivery -> {
                if (handled.incrementAndGet() == size / 2) {
                    heap.set(Footprint.now().heapBytes());
                }
            });
            return Drain.number(rate) + " | " + (heap.get() >> 20);
        }
    }
}
