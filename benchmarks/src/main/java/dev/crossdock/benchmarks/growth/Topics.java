package dev.crossdock.benchmarks.growth;

import dev.crossdock.benchmarks.library.Settings;
import dev.crossdock.benchmarks.subject.Broker;
import dev.crossdock.benchmarks.worker.Footprint;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Topics, each with a publisher and a group that has handled something, and then have nothing to do. */
final class Topics implements Growth.Step {
    private static final int PATIENCE_MINUTES = 5;

    @Override
    public String columns() {
        return "threads | sockets | heap, MiB | started in | CPU at rest, per cent of a core";
    }

    @Override
    public String measure(Broker broker, int size) throws Exception {
        CountDownLatch handled = new CountDownLatch(size);
        try (Messaging messaging = Messaging.open(Settings.of(broker, false))) {
            long began = System.nanoTime();
            List<Topic<byte[]>> topics = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                Topic<byte[]> topic = Growth.topic();
                topics.add(topic);
                messaging.consume(topic, "group").handle(delivery -> handled.countDown());
            }
            for (Topic<byte[]> topic : topics) {
                messaging.publisher(topic).publish(Message.of(new byte[100]));
            }
            if (!handled.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException(handled.getCount() + " of " + size + " topics were not handled");
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            Footprint footprint = Footprint.now();
            double busy = Cpu.whileWaiting(5);
            return String.format(
                    Locale.ROOT,
                    "%,d | %,d | %,d | %.1f s | %.1f",
                    footprint.threads(),
                    footprint.sockets(),
                    footprint.heapBytes() >> 20,
                    seconds,
                    100 * busy);
        }
    }
}
