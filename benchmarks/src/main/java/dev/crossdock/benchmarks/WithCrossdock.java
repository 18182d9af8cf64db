package dev.crossdock.benchmarks;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.PublishResult;
import dev.crossdock.messaging.Publisher;
import dev.crossdock.messaging.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The library, with its defaults but for what {@link Workload} names. */
final class WithCrossdock implements Contender {
    private static final String GROUP = "group";

    private final Messaging messaging;
    private final Topic<byte[]> topic;
    private final Publisher<byte[]> publisher;
    private final Workload work;

    WithCrossdock(MessagingConfig config, String name, Workload work) {
        this.messaging =
                Messaging.open(config.with("crossdock.publish.max-in-flight", Integer.toString(work.inFlight())));
        this.topic = Topic.of(name, Codec.bytes());
        this.work = work;
        // Makes the group, which gets what is published from then on.
        messaging.consume(topic, GROUP).handle(delivery -> {}).close();
        this.publisher = messaging.publisher(topic);
    }

    @Override
    public void publishEach() throws InterruptedException {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        CountDownLatch unanswered = new CountDownLatch(work.messages());
        for (int i = 0; i < work.messages(); i++) {
            // The library keeps the bound itself.
            publisher.publishAsync(Message.of(work.body())).whenComplete((nothing, thrown) -> {
                if (thrown != null) {
                    failure.set(thrown);
                }
                unanswered.countDown();
            });
        }
        unanswered.await();
        if (failure.get() != null) {
            throw new IllegalStateException("a message was not confirmed", failure.get());
        }
    }

    @Override
    public void publishBatches() {
        List<Message<byte[]>> batch = new ArrayList<>(Workload.BATCH);
        for (int sent = 0; sent < work.messages(); sent += Workload.BATCH) {
            batch.clear();
            for (int i = 0; i < Workload.BATCH; i++) {
                batch.add(Message.of(work.body()));
            }
            for (PublishResult result : publisher.publishAll(batch)) {
                if (!result.isConfirmed()) {
                    throw new IllegalStateException("not confirmed: " + result);
                }
            }
        }
    }

    @Override
    public Drained drain() throws InterruptedException {
        Drained drained = new Drained(work.messages());
        Consumer consumer = messaging
                .consume(topic, GROUP)
                .prefetch(work.prefetch())
                .handle(delivery -> {
                    if (drained.count(delivery.body())) {
                        drained.over();
                    }
                });
        drained.await();
        consumer.close();
        return drained;
    }

    @Override
    public void close() {
        messaging.close();
    }
}
