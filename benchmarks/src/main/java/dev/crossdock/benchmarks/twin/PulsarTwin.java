package dev.crossdock.benchmarks.twin;

import dev.crossdock.benchmarks.subject.Handler;
import dev.crossdock.benchmarks.subject.Labels;
import dev.crossdock.benchmarks.subject.Load;
import dev.crossdock.benchmarks.subject.Subject;
import dev.crossdock.benchmarks.subject.Window;
import dev.crossdock.benchmarks.subject.Work;
import dev.crossdock.messaging.spi.WireHeaders;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.BatcherBuilder;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.HashingScheme;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.SubscriptionType;
import org.apache.pulsar.client.api.TypedMessageBuilder;

/**
 * Pulsar's own client: a producer that batches, by keys if there is an order to keep, and consumers on one subscription,
 * Shared or Key_Shared, that acknowledge each message; the client sends acknowledgements together.
 */
final class PulsarTwin implements Subject {
    private final Work work;
    private final PulsarClient client;
    private final Producer<byte[]> producer;
    private final Window window;

    PulsarTwin(String address, Work work) throws PulsarClientException {
        this.work = work;
        this.window = new Window(work.inFlight());
        this.client = PulsarClient.builder().serviceUrl("pulsar://" + address).build();
        // The subscription gets what is published from now on.
        consumer().close();
        this.producer = client.newProducer()
                .topic(work.topic())
                .maxPendingMessages(0)
                .hashingScheme(HashingScheme.Murmur3_32Hash)
                // A batch goes to one consumer: with one of several keys no group of the topic could have them in
                // order.
                .batcherBuilder(work.keyed() ? BatcherBuilder.KEY_BASED : BatcherBuilder.DEFAULT)
                .create();
    }

    @Override
    public void publish(Load load) throws Exception {
        while (load.next()) {
            window.enter();
            TypedMessageBuilder<byte[]> message = producer.newMessage()
                    .value(load.body())
                    .property(Labels.ID, Labels.id())
                    .property(Labels.PUBLISHED_AT, Labels.now())
                    .property(WireHeaders.CONTENT_TYPE, Work.CONTENT_TYPE);
            String key = load.key();
            var unused = (key == null ? message : message.key(key))
                    .sendAsync()
                    .whenComplete((stored, failure) -> window.answered(failure));
        }
        var unused = producer.flushAsync();
        window.awaitAll();
    }

    @Override
    public Consuming consume(Handler handler) {
        return Loops.start(work.consumers(), running -> {
            try (Consumer<byte[]> consumer = consumer()) {
                while (running.getAsBoolean()) {
                    Message<byte[]> message = consumer.receive(100, TimeUnit.MILLISECONDS);
                    if (message != null) {
                        handler.handle(message.getValue());
                        var unused = consumer.acknowledgeAsync(message);
                    }
                }
            }
        });
    }

    @Override
    public void close() throws PulsarClientException {
        client.close();
    }

    private Consumer<byte[]> consumer() throws PulsarClientException {
        return client.newConsumer()
                .topic(work.topic())
                .subscriptionName(work.topic())
                .subscriptionType(work.ordered() ? SubscriptionType.Key_Shared : SubscriptionType.Shared)
                .receiverQueueSize(work.share())
                .enableBatchIndexAcknowledgment(true)
                .subscribe();
    }
}
