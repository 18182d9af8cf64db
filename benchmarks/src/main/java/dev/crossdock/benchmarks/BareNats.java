package dev.crossdock.benchmarks;

import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.spi.WireHeaders;
import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStream;
import io.nats.client.Nats;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** NATS's own client: a stream as the transport makes it, asynchronous publishes, a pull consumer that acknowledges each. */
final class BareNats extends BareClient {
    private final Connection connection;
    private final JetStream stream;
    private final String name;

    BareNats(String address, String name, Workload work) throws Exception {
        super(work);
        this.name = name;
        this.connection = Nats.connect("nats://" + address);
        this.stream = connection.jetStream();
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name(name)
                        .subjects(name)
                        .retentionPolicy(RetentionPolicy.Interest)
                        .allowDirect(true)
                        .build());
        connection
                .jetStreamManagement()
                .createConsumer(
                        name,
                        ConsumerConfiguration.builder()
                                .durable(name)
                                .ackPolicy(AckPolicy.Explicit)
                                .maxAckPending(-1)
                                .build());
    }

    @Override
    public Drained drain() throws Exception {
        Drained drained = new Drained(work.messages());
        ConsumeOptions options =
                ConsumeOptions.builder().batchSize(work.prefetch()).build();
        IterableConsumer consumer =
                connection.getStreamContext(name).getConsumerContext(name).iterate(options);
        boolean over = false;
        while (!over) {
            io.nats.client.Message message = consumer.nextMessage(1_000);
            if (message != null) {
                over = drained.count(message.getData());
                message.ack();
            }
        }
        connection.flush(Duration.ofSeconds(5));
        consumer.close();
        return drained;
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    void publish(int messages) throws InterruptedException {
        for (int i = 0; i < messages; i++) {
            window.enter();
            var unused = stream.publishAsync(name, headers(), work.body()).whenComplete((stored, failure) -> {
                if (failure == null) {
                    window.confirmed(1);
                } else {
                    window.failed(failure);
                }
            });
        }
    }

    private @Nullable Headers headers() {
        return work.headers()
                ? new Headers()
                        .put(WireHeaders.ID, Message.of(work.body()).id())
                        .put(WireHeaders.PUBLISHED_AT, Workload.PUBLISHED_AT)
                        .put(WireHeaders.CONTENT_TYPE, Workload.CONTENT_TYPE)
                : null;
    }
}
