package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.SubscriptionType;
import org.jspecify.annotations.Nullable;

/** Opens receivers. Thread-safe. */
final class Consuming {
    private static final int MAX_QUEUE = 1_000;
    private static final int FEW = 64;
    // What the client gathers it sends from a thread of its own, which the end of a session can overtake
    // (PersistentAcknowledgmentsGroupingTracker.flush of the client 4.2): the broker then forgets what was
    // acknowledged.
    private static final long AT_ONCE = 0;

    private final PulsarClient client;
    private final PulsarConfig config;
    private final PulsarNames names;
    private final Provisioner provisioner;
    private final Producers producers;

    Consuming(
            PulsarClient client, PulsarConfig config, PulsarNames names, Provisioner provisioner, Producers producers) {
        this.client = client;
        this.config = config;
        this.names = names;
        this.provisioner = provisioner;
        this.producers = producers;
    }

    Receiver open(Address.Queue queue, ReceiverOptions options) throws Exception {
        if (options.ordering() == Ordering.PER_KEY && config.batching() != PulsarConfig.Batching.BY_KEY) {
            throw new MessagingException(
                    ErrorCode.UNSUPPORTED,
                    "Wanted to read the " + queue.inWords()
                            + " in order per key, found batching = plain; possible with batching = by-key, here and for"
                            + " every producer");
        }
        List<Address> sources = new ArrayList<>();
        if (queue instanceof Address.Inbox inbox) {
            sources.add(new Address.Topic(inbox.topic()));
        }
        sources.add(queue);
        for (Address source : sources) {
            provisioner.require(source);
        }
        List<CompletableFuture<?>> opened = new ArrayList<>();
        try {
            return open(queue, sources, options, opened);
        } catch (Exception e) {
            opened.forEach(Consuming::closeWhenOpen);
            throw PulsarErrors.unwrapped(e) instanceof PulsarClientException.ConsumerBusyException
                    ? Provisioner.otherOrder(queue, e)
                    : e;
        }
    }

    private Receiver open(
            Address.Queue queue, List<Address> sources, ReceiverOptions options, List<CompletableFuture<?>> opened)
            throws Exception {
        OnLoan onLoan = new OnLoan();
        // First the notes of the others, then what they tell of.
        LoanBook book = queue instanceof Address.Inbox inbox ? openBook(inbox, onLoan, opened) : null;
        int prefetch = options.prefetch();
        // With few, rather one request more to the broker than one message more than was asked for: with handlers at
        // work the engine asks for a quarter at least.
        int queueSize = Math.max(1, Math.min(MAX_QUEUE, prefetch < FEW ? prefetch / 4 : prefetch / 2));
        // With one in hand at a time, no other is to count if the process ends.
        int ahead = prefetch == 1 ? 0 : prefetch;
        SubscriptionType type = provisioner.type(queue, options.ordering());
        List<CompletableFuture<Consumer<byte[]>>> consumers = new ArrayList<>();
        for (Address source : sources) {
            CompletableFuture<Consumer<byte[]>> consumer = client.newConsumer()
                    .acknowledgmentGroupTime(AT_ONCE, TimeUnit.MILLISECONDS)
                    .loadConf(config.client().consumer())
                    .topic(names.topic(source))
                    .subscriptionName(names.subscription(queue))
                    .subscriptionType(type)
                    .receiverQueueSize(queueSize)
                    .enableBatchIndexAcknowledgment(true)
                    // The client would acknowledge the parts of a message that is not complete after a minute.
                    .expireTimeOfIncompleteChunkedMessage(0, TimeUnit.MILLISECONDS)
                    .startPaused(true)
                    .subscribeAsync();
            consumers.add(consumer);
            opened.add(consumer);
        }
        List<Intake> intakes = new ArrayList<>();
        for (int i = 0; i < consumers.size(); i++) {
            intakes.add(new Intake(i, get(consumers.get(i))));
        }
        EndMark end = queue instanceof Address.DeadLetters ? mark(queue) : null;
        return new PulsarReceiver(
                new PulsarReceiver.Parts(intakes, queueSize, ahead, onLoan, book, end),
                options.listener(),
                config.requestTimeout());
    }

    private LoanBook openBook(Address.Inbox inbox, OnLoan onLoan, List<CompletableFuture<?>> opened) throws Exception {
        String topic = names.loans(inbox);
        CompletableFuture<Producer<byte[]>> producer = client.newProducer()
                .topic(topic)
                .enableBatching(false)
                .sendTimeout((int) config.deliveryTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .createAsync();
        CompletableFuture<Consumer<byte[]>> keeper = client.newConsumer()
                .topic(topic)
                .acknowledgmentGroupTime(AT_ONCE, TimeUnit.MILLISECONDS)
                .subscriptionName(Provisioner.LOANS_SUBSCRIPTION)
                .subscriptionType(SubscriptionType.Shared)
                .receiverQueueSize(1)
                .startPaused(true)
                .subscribeAsync();
        opened.addAll(List.of(producer, keeper));
        CompletableFuture<Reader<byte[]>> reader = client.newReader()
                .topic(topic)
                .startMessageId(startOfNotes(topic, get(keeper)))
                .startMessageIdInclusive()
                .createAsync();
        opened.add(reader);
        String self = UUID.randomUUID().toString();
        return new LoanBook(
                new LoanBook.Parts(self, get(producer), get(keeper), get(reader)), onLoan, config.patienceMillis());
    }

    // By the last message's id: a reader that starts with the latest message seeks, and closing one that has sought
    // costs the client its connection, with everything else on it (client and broker 4.2.4).
    private MessageId startOfNotes(String topic, Consumer<byte[]> keeper) throws Exception {
        MessageId last = MessageId.fromByteArray(
                get(keeper.getLastMessageIdsAsync()).get(0).toByteArray());
        CompletableFuture<Reader<byte[]>> opening = client.newReader()
                .topic(topic)
                .startMessageId(last)
                .startMessageIdInclusive()
                .createAsync();
        try {
            Reader<byte[]> reader = get(opening);
            boolean any = get(reader.hasMessageAvailableAsync());
            return StartOfNotes.read(any ? get(reader.readNextAsync()).getProperty(StartOfNotes.PROPERTY) : null);
        } finally {
            closeWhenOpen(opening);
        }
    }

    /** Who may not send to the queue has to wait until nothing more comes. */
    private @Nullable EndMark mark(Address.Queue queue) throws InterruptedException {
        try {
            return get(EndMark.put(producers.to(queue)));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return null;
        }
    }

    private <T> T get(CompletableFuture<T> request) throws Exception {
        return request.get(config.patienceMillis(), TimeUnit.MILLISECONDS);
    }

    private static void closeWhenOpen(CompletableFuture<?> opened) {
        var unused = opened.thenCompose(Consuming::closed);
    }

    private static CompletableFuture<Void> closed(Object part) {
        if (part instanceof Consumer<?> consumer) {
            return consumer.closeAsync();
        }
        if (part instanceof Producer<?> producer) {
            return producer.closeAsync();
        }
        return ((Reader<?>) part).closeAsync();
    }
}
