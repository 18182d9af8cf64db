package dev.crossdock.benchmarks.growth;

import dev.crossdock.benchmarks.library.Settings;
import dev.crossdock.benchmarks.subject.Broker;
import dev.crossdock.messaging.Messaging;
import java.util.Locale;

/** Handlers that wait for something else, ten milliseconds each. */
final class Concurrency implements Growth.Step {
    private static final int BODY = 100;
    private static final int WAIT_MILLIS = 10;
    private static final int TURNS = 200;

    @Override
    public String columns() {
        return "consumed per second | of what so many handlers could | platform threads";
    }

    @Override
    public String measure(Broker broker, int size) throws Exception {
        Drain.Consuming many = builder -> builder.concurrency(size);
        try (Messaging messaging = Messaging.open(Settings.of(broker, false))) {
            Drain drain = Drain.of(messaging, size * TURNS, many);
            drain.publish(BODY, i -> null);
            double rate = drain.consume(many, delivery -> Thread.sleep(WAIT_MILLIS));
            return String.format(
                    Locale.ROOT,
                    "%,.0f | %.2f | %,d",
                    rate,
                    rate / (size * 1e3 / WAIT_MILLIS),
                    java.lang.management.ManagementFactory.getThreadMXBean().getThreadCount());
        }
    }
}
