package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Capabilities;
import dev.crossdock.messaging.spi.Description;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.Topology;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** SNS topics and SQS queues of one account in one region. */
final class SqsTransport implements Transport {
    private static final List<QueueAttributeName> COUNTS = List.of(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);

    /** Together they are less than the twelve hours that SQS hides a message for, renewed or not, since it was received. */
    private static final Duration MAX_HOLD = Duration.ofHours(6);

    private static final Duration MAX_RELEASE_DELAY = Duration.ofHours(5);

    /** For what a request has brought at the last moment: a copy and a deletion. */
    private static final Duration LAST_MOMENT = Duration.ofSeconds(3);

    private final SqsConfig config;
    private final Clients clients;
    private final Directory directory;
    private final Provisioner provisioner;
    private final Publishing publishing;
    private final LatelyMade lately = new LatelyMade();
    private final Capabilities capabilities;
    private final Set<SqsReceiver> receivers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    SqsTransport(SqsConfig config, Clients clients) {
        this.config = config;
        this.clients = clients;
        this.directory = new Directory(clients, new NativeNames(config.namePrefix()), config.fifo());
        this.provisioner = new Provisioner(clients, directory, config, lately);
        this.publishing = new Publishing(clients, directory, config);
        this.capabilities = Capabilities.builder()
                .releases(true)
                .maxReleaseDelay(MAX_RELEASE_DELAY)
                .maxLaneDelay(Publishing.MAX_DELAY)
                .keepsOrder(false)
                .countsDeliveries(true)
                .maxHold(MAX_HOLD)
                .ordersPerKey(config.fifo())
                .maxMessageBytes(config.maxBodyBytes())
                .maxHeaders(config.maxHeaders())
                .build();
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public void provision(Address address, Topology topology) throws Exception {
        checkOpen();
        provisioner.provision(address, topology);
    }

    @Override
    public void send(Address to, List<WireMessage> messages, Duration delay, SendListener listener) {
        publishing.send(to, messages, delay, listener);
    }

    @Override
    public Receiver open(Address.Queue queue, ReceiverOptions options) throws Exception {
        checkOpen();
        return lately.use(() -> openOnce(queue, options), queue);
    }

    private Receiver openOnce(Address.Queue queue, ReceiverOptions options) throws Exception {
        // It may have been deleted since it was seen last.
        directory.forget(queue);
        Directory.Found found = directory.queue(queue);
        if (options.ordering() == Ordering.PER_KEY && !found.fifo()) {
            throw new MessagingException(
                    ErrorCode.UNSUPPORTED,
                    "Wanted to read the " + queue.inWords() + " in order per key, found a standard queue, which"
                            + " keeps none; possible for an inbox that was provisioned with ordering PER_KEY and"
                            + " crossdock.sqs.fifo = true");
        }
        // Of dead letters and lanes nobody reads the count, and at the end of a FIFO queue a copy would lose its place.
        boolean counts = queue instanceof Address.Inbox && !found.fifo();
        BiConsumer<List<WireMessage>, SendListener> copier =
                (copies, answers) -> publishing.send(queue, copies, Duration.ZERO, answers);
        String name = directory.name(queue, found.fifo());
        SqsReceiver receiver =
                new SqsReceiver(clients, found, name, config, options, counts ? copier : null, receivers::remove);
        receivers.add(receiver);
        try {
            receiver.start(options.prefetch());
            return receiver;
        } catch (Exception e) {
            receivers.remove(receiver);
            throw e;
        }
    }

    /** Of three counts, each of which SQS calls approximate: waiting, on loan, delayed. */
    @Override
    public OptionalLong estimate(Address.Queue queue) throws Exception {
        checkOpen();
        String url = lately.use(() -> directory.queue(queue), queue).url();
        Map<QueueAttributeName, String> counts = clients.await(clients.sqs()
                        .getQueueAttributes(request -> request.queueUrl(url).attributeNames(COUNTS)))
                .attributes();
        return OptionalLong.of(
                counts.values().stream().mapToLong(Long::parseLong).sum());
    }

    /** Of topics SNS says nothing that would matter: it keeps nothing. */
    @Override
    public Optional<Description> describe(Address address) throws Exception {
        checkOpen();
        if (!(address instanceof Address.Queue queue)) {
            return Optional.empty();
        }
        return Optional.of(lately.use(
                () -> {
                    String url = directory.queue(queue).url();
                    return QueueFacts.of(
                            queue,
                            clients.await(clients.sqs()
                                            .getQueueAttributes(request ->
                                                    request.queueUrl(url).attributeNames(QueueAttributeName.ALL)))
                                    .attributes());
                },
                queue));
    }

    @Override
    public void ping() throws Exception {
        checkOpen();
        try {
            clients.await(clients.sqs().listQueues(request -> request.maxResults(1)));
        } catch (Exception e) {
            // Whoever is told that he may not is known, and the broker alive.
            if (NativeFailures.classify(e) != ErrorCode.PERMISSION_DENIED) {
                throw e;
            }
        }
    }

    @Override
    public ErrorCode classify(Throwable nativeFailure) {
        return NativeFailures.classify(nativeFailure);
    }

    @Override
    public <X> Optional<X> unwrap(Class<X> nativeType) {
        if (nativeType.isInstance(clients.sqs())) {
            return Optional.of(nativeType.cast(clients.sqs()));
        }
        return nativeType.isInstance(clients.sns()) ? Optional.of(nativeType.cast(clients.sns())) : Optional.empty();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        // What requests that are still under way bring has to go back first.
        receivers.forEach(SqsReceiver::stop);
        long deadline = System.nanoTime() + config.pollWait().plus(LAST_MOMENT).toNanos();
        receivers.forEach(receiver -> receiver.awaitCalm(deadline));
        publishing.close();
        clients.close();
        publishing.abandon();
    }

    private void checkOpen() {
        if (closed) {
            throw new MessagingException(
                    ErrorCode.CLOSED, "Wanted to use this connection to SQS, found that it was closed");
        }
    }
}
