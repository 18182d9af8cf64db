package dev.crossdock.benchmarks.twin;

import dev.crossdock.benchmarks.subject.Handler;
import dev.crossdock.benchmarks.subject.KeyLanes;
import dev.crossdock.benchmarks.subject.Labels;
import dev.crossdock.benchmarks.subject.Load;
import dev.crossdock.benchmarks.subject.Subject;
import dev.crossdock.benchmarks.subject.Window;
import dev.crossdock.benchmarks.subject.Work;
import dev.crossdock.messaging.spi.WireHeaders;
import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.ConsumerContext;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStream;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.PriorityPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * NATS's own client: a stream as the transport makes it, asynchronous publishes, pulling consumers that acknowledge each
 * message; with order one of them, that hands messages to threads by their keys.
 */
final class NatsTwin implements Subject {
    private static final String GROUP = "in-order";
    private static final Duration PINNED = Duration.ofSeconds(30);

    private final Work work;
    private final Connection connection;
    private final JetStream stream;
    private final Window window;

    NatsTwin(String address, Work work) throws Exception {
        this.work = work;
        this.window = new Window(work.inFlight());
        this.connection = Nats.connect("nats://" + address);
        this.stream = connection.jetStream();
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name(work.topic())
                        .subjects(work.topic())
                        .retentionPolicy(RetentionPolicy.Interest)
                        .allowDirect(true)
                        .build());
        connection.jetStreamManagement().createConsumer(work.topic(), consumer());
    }

    @Override
    public void publish(Load load) throws InterruptedException {
        while (load.next()) {
            window.enter();
            var unused = stream.publishAsync(work.topic(), headers(load.key()), load.body())
                    .whenComplete((stored, failure) -> window.answered(failure));
        }
        window.awaitAll();
    }

    @Override
    public Consuming consume(Handler handler) {
        return work.ordered() ? inOrder(handler) : side(handler);
    }

    @Override
    public void close() throws InterruptedException {
        connection.close();
    }

    private ConsumerConfiguration consumer() {
        ConsumerConfiguration.Builder consumer = ConsumerConfiguration.builder()
                .durable(work.topic())
                .ackPolicy(AckPolicy.Explicit)
                .maxAckPending(-1);
        // Order wants one reader at a time, of however many instances.
        return !work.ordered()
                ? consumer.build()
                : consumer.priorityGroups(GROUP)
                        .priorityPolicy(PriorityPolicy.PinnedClient)
                        .priorityTimeout(PINNED)
                        .build();
    }

    private Consuming side(Handler handler) {
        return Loops.start(
                work.consumers(),
                running -> each(running, work.share(), message -> {
                    handler.handle(message.getData());
                    message.ack();
                }));
    }

    private Consuming inOrder(Handler handler) {
        KeyLanes lanes = new KeyLanes(work.consumers());
        Consuming loop = Loops.start(
                1,
                running -> each(
                        running,
                        work.prefetch(),
                        message -> lanes.execute(message.getHeaders().getFirst(Labels.KEY), () -> {
                            handler.handle(message.getData());
                            message.ack();
                        })));
        return () -> {
            loop.end();
            lanes.end();
            connection.flush(Duration.ofSeconds(5));
        };
    }

    private void each(BooleanSupplier running, int prefetch, Taker taker) throws Exception {
        ConsumerContext context = connection.getStreamContext(work.topic()).getConsumerContext(work.topic());
        ConsumeOptions.Builder options = ConsumeOptions.builder().batchSize(prefetch);
        IterableConsumer consumer = context.iterate((work.ordered() ? options.group(GROUP) : options).build());
        while (running.getAsBoolean()) {
            Message message = consumer.nextMessage(100);
            if (message != null) {
                taker.take(message);
            }
        }
        consumer.close();
        if (work.ordered()) {
            var unused = context.unpin(GROUP);
        }
        connection.flush(Duration.ofSeconds(5));
    }

    private static Headers headers(@Nullable String key) {
        Headers headers = new Headers()
                .put(Labels.ID, Labels.id())
                .put(Labels.PUBLISHED_AT, Labels.now())
                .put(WireHeaders.CONTENT_TYPE, Work.CONTENT_TYPE);
        return key == null ? headers : headers.put(Labels.KEY, key);
    }

    /** What is done with a message. */
    private interface Taker {
        void take(Message message);
    }
}
