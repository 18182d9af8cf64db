package dev.crossdock.benchmarks.engine;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.PublishResult;
import dev.crossdock.messaging.Publisher;
import dev.crossdock.messaging.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A million messages through one consumer whose handlers are slower than the publisher. Run with {@code -Xmx256m}: what
 * the consumer has not asked for stays with the broker, so its memory does not depend on the backlog. The broker of the
 * same process shares one body among all messages, or the backlog itself would not fit.
 */
public final class Million {
    private static final int MESSAGES = 1_000_000;
    private static final int BATCH = 1_000;
    private static final int BACKLOG = 200_000;

    private Million() {}

    /** Prints how long it took and how much memory was in use at the end. */
    public static void main(String[] arguments) throws Exception {
        Topic<byte[]> topic = Topic.of("million", Codec.sharedBytes());
        byte[] body = new byte[1_024];
        CountDownLatch left = new CountDownLatch(MESSAGES);
        long began = System.nanoTime();
        try (Messaging messaging = Messaging.open(MessagingConfig.of(Map.of("crossdock.transport", "inmemory")))) {
            Publisher<byte[]> publisher = messaging.publisher(topic);
            messaging.consume(topic, "group").concurrency(2).prefetch(256).handle(delivery -> left.countDown());
            for (int published = 0; published < MESSAGES; published += BATCH) {
                List<Message<byte[]>> batch = new ArrayList<>(BATCH);
                for (int i = 0; i < BATCH; i++) {
                    batch.add(Message.of(body));
                }
                if (!publisher.publishAll(batch).stream().allMatch(PublishResult::isConfirmed)) {
                    throw new IllegalStateException("not everything was confirmed");
                }
                while (published - (MESSAGES - left.getCount()) > BACKLOG) {
                    Thread.onSpinWait();
                }
            }
            if (!left.await(5, TimeUnit.MINUTES)) {
                throw new IllegalStateException(left.getCount() + " messages were not handled");
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                "%,d messages in %d ms, heap limit %d MiB, in use afterwards %d MiB%n",
                MESSAGES,
                took.toMillis(),
                runtime.maxMemory() >> 20,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }
}
