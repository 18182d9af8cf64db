package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Address;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.BatcherBuilder;
import org.apache.pulsar.client.api.HashingScheme;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClient;

/**
 * One producer for each address that was sent to, which stays: the broker deletes topics that have neither subscriptions
 * nor producers. Thread-safe.
 */
final class Producers {
    private final PulsarClient client;
    private final PulsarConfig config;
    private final PulsarNames names;
    private final Map<Address, CompletableFuture<Producer<byte[]>>> open = new ConcurrentHashMap<>();

    Producers(PulsarClient client, PulsarConfig config, PulsarNames names) {
        this.client = client;
        this.config = config;
        this.names = names;
    }

    /** The one for an address, whose topic is made with it if the broker makes topics by itself. */
    Producer<byte[]> to(Address address) throws Exception {
        CompletableFuture<Producer<byte[]>> one = open.get(address);
        if (one == null) {
            one = open.computeIfAbsent(address, this::create);
        }
        if (one.isDone() && !one.isCompletedExceptionally()) {
            return one.join();
        }
        try {
            return one.get(config.patienceMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            open.remove(address, one);
            var unused = one.thenCompose(Producer::closeAsync);
            throw e;
        }
    }

    /** The next message finds another, unless it has by now: many messages tell of the end of one producer. */
    void forget(Address address, Producer<byte[]> ended) {
        open.computeIfPresent(address, (its, one) -> one.getNow(null) == ended ? null : one);
        var unused = ended.closeAsync();
    }

    static MessagingException closed() {
        return new MessagingException(ErrorCode.CLOSED, "The connection to Pulsar was closed");
    }

    private CompletableFuture<Producer<byte[]>> create(Address address) {
        boolean byKey = config.batching() == PulsarConfig.Batching.BY_KEY;
        return client.newProducer()
                .loadConf(config.client().producer())
                .topic(names.topic(address))
                .sendTimeout((int) config.deliveryTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .maxPendingMessages(0)
                .hashingScheme(HashingScheme.Murmur3_32Hash)
                .batcherBuilder(byKey ? BatcherBuilder.KEY_BASED : BatcherBuilder.DEFAULT)
                .createAsync();
    }
}
