package dev.crossdock.benchmarks.growth;

import dev.crossdock.benchmarks.subject.Window;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessageHandler;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.Publisher;
import dev.crossdock.messaging.Topic;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A backlog of one topic, published and then consumed. */
record Drain(Messaging messaging, Topic<byte[]> topic, int messages) {
    private static final String GROUP = "group";
    private static final int IN_FLIGHT = 2_000;
    private static final int PATIENCE_MINUTES = 10;

    /** Makes the group, which gets what is published from then on. */
    static Drain of(Messaging messaging, int messages, Consuming described) {
        Topic<byte[]> topic = Growth.topic();
        described
                .describe(messaging.consume(topic, GROUP))
                .handle(delivery -> {})
                .close();
        return new Drain(messaging, topic, messages);
    }

    /** Leaves the backlog. */
    void publish(int bodyBytes, IntFunction<@Nullable String> keys) throws InterruptedException {
        byte[] body = new byte[bodyBytes];
        Window window = new Window(IN_FLIGHT);
        Publisher<byte[]> publisher = messaging.publisher(topic);
        for (int i = 0; i < messages; i++) {
            window.enter();
            String key = keys.apply(i);
            Message<byte[]> message = Message.of(body);
            publisher
                    .publishAsync(key == null ? message : message.withKey(key))
                    .whenComplete((nothing, failure) -> window.answered(failure));
        }
        window.awaitAll();
    }

    /** Consumes it, and tells how many messages per second, from the first handler to the last. */
    double consume(Consuming described, MessageHandler<byte[]> handler) throws InterruptedException {
        AtomicLong first = new AtomicLong();
        AtomicLong last = new AtomicLong();
        CountDownLatch left = new CountDownLatch(messages);
        Consumer consumer = described.describe(messaging.consume(topic, GROUP)).handle(delivery -> {
            first.compareAndSet(0, System.nanoTime());
            handler.handle(delivery);
            last.accumulateAndGet(System.nanoTime(), Math::max);
            left.countDown();
        });
        try {
            if (!left.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException(left.getCount() + " messages were not handled; " + consumer.state());
            }
        } finally {
            consumer.close();
        }
        return messages * 1e9 / (last.get() - first.get());
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    /** What is said of the consumer. */
    interface Consuming {
        Consumer.Builder<byte[]> describe(Consumer.Builder<byte[]> builder);
    }
}
