package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.ErrorCode;
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
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** One connection to a Kafka cluster: an admin client, a producer, and a consumer for each receiver. */
final class KafkaTransport implements Transport {
    private static final int MAX_POLL_RECORDS = 2_000;

    private final Admin admin;
    private final KafkaConfig config;
    private final KafkaConfig.GroupProtocol protocol;
    private final KafkaNames names;
    private final KafkaTopics topics;
    private final StartOffsets startOffsets;
    private final Publishing publishing;
    private final Publishing.Producer producer;
    private final Backlogs backlogs;
    private final LaneWatch lanes;
    private final TopicFacts facts;
    private final Capabilities capabilities;
    private final Set<Address.Inbox> started = ConcurrentHashMap.newKeySet();
    private final Set<KafkaReceiver> receivers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    KafkaTransport(Admin admin, KafkaConfig config, KafkaConfig.GroupProtocol protocol) {
        this.admin = admin;
        this.config = config;
        this.protocol = protocol;
        this.names = new KafkaNames(config.names());
        this.topics = new KafkaTopics(new TopicMaker(admin, config), names, config.requestTimeout());
        this.startOffsets = new StartOffsets(admin, names);
        this.producer = new Publishing.Producer(config.clients());
        this.publishing =
                new Publishing(topics, new MessageSize(config.maxMessageBytes(), config.maxHeaders()), producer);
        this.backlogs = new Backlogs(admin, config, names, topics);
        this.lanes = new LaneWatch(admin, names);
        this.facts = new TopicFacts(admin);
        this.capabilities = Capabilities.builder()
                .ordersPerKey(true)
                .replays(true)
                .maxMessageBytes(config.maxMessageBytes())
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
        switch (topology.provisioning()) {
            case NONE -> {}
            case VERIFY -> topics.look(address);
            case CREATE -> create(address, topology);
        }
    }

    @Override
    public void send(Address to, List<WireMessage> messages, Duration delay, SendListener listener) {
        publishing.send(to, messages, listener);
    }

    @Override
    public Receiver open(Address.Queue queue, ReceiverOptions options) throws Exception {
        checkOpen();
        if (queue instanceof Address.DelayLane lane) {
            return new LaneReceiver(lane, topics, lanes, same -> join(same, options));
        }
        for (Address source : KafkaTopics.sources(queue)) {
            topics.require(source);
        }
        if (queue instanceof Address.Inbox inbox) {
            topics.requireOthers(inbox);
        }
        KafkaReceiver receiver = join(queue, options);
        try {
            receiver.awaitShare();
            return receiver;
        } catch (RuntimeException e) {
            receiver.disconnect();
            receiver.close();
            throw e;
        }
    }

    @Override
    public Optional<List<WireMessage>> browse(Address.Queue queue, int limit) throws Exception {
        checkOpen();
        return Optional.of(backlogs.browse(queue, limit));
    }

    @Override
    public OptionalLong depth(Address.Queue queue) throws Exception {
        checkOpen();
        return OptionalLong.of(backlogs.depth(queue));
    }

    @Override
    public Optional<Description> describe(Address address) throws Exception {
        checkOpen();
        return Optional.of(facts.of(names.topic(address)));
    }

    @Override
    public void ping() throws Exception {
        checkOpen();
        admin.describeCluster().nodes().get();
    }

    @Override
    public ErrorCode classify(Throwable nativeFailure) {
        return KafkaErrors.code(nativeFailure);
    }

    @Override
    public <X> Optional<X> unwrap(Class<X> nativeType) {
        if (nativeType.isInstance(admin)) {
            return Optional.of(nativeType.cast(admin));
        }
        Object sends = producer.get();
        return nativeType.isInstance(sends) ? Optional.of(nativeType.cast(sends)) : Optional.empty();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        receivers.forEach(KafkaReceiver::disconnect);
        publishing.close();
        backlogs.close();
        admin.close(Duration.ofSeconds(1));
    }

    private void create(Address address, Topology topology) throws Exception {
        if (address instanceof Address.DelayLane || address instanceof Address.DeadLetters) {
            // A cluster takes as long for one as for a dozen, and nobody needs them yet: they are made together, when
            // their inbox is opened or the first of them is used.
            topics.makeWithOthers(address);
            return;
        }
        TopicMaker.Found found = topics.make(address);
        if (address instanceof Address.Inbox inbox) {
            List<TopicPartition> ofTopic = topics.partitionsOf(new Address.Topic(inbox.topic()));
            // Several threads may see that it was made; one of them is to write.
            if (found.made() && started.add(inbox)) {
                startOffsets.write(inbox, ofTopic, topology.startFrom());
            } else {
                startOffsets.await(inbox, ofTopic);
            }
        }
    }

    private KafkaReceiver join(Address.Queue queue, ReceiverOptions options) {
        int atOnce = Math.max(1, Math.min(MAX_POLL_RECORDS, options.prefetch()));
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config.clients().member(names.group(queue), protocol, atOnce));
        boolean inbox = queue instanceof Address.Inbox;
        QueueKind kind = new QueueKind(inbox, inbox ? done -> {} : this::trim);
        KafkaReceiver receiver = new KafkaReceiver(kind, consumer, options, config.requestTimeout(), receivers::remove);
        receivers.add(receiver);
        receiver.subscribe(KafkaTopics.sources(queue).stream().map(names::topic).toList());
        if (closed) {
            receiver.disconnect();
        }
        return receiver;
    }

    // Dead letters and lanes belong to one group: what is done there is of no use to anybody. Without the right to
    // delete
    // it stays, which costs space and nothing else.
    private void trim(Map<TopicPartition, Long> done) {
        Map<TopicPartition, RecordsToDelete> before = new java.util.HashMap<>();
        done.forEach((partition, offset) -> {
            if (offset > 0) {
                before.put(partition, RecordsToDelete.beforeOffset(offset));
            }
        });
        if (!before.isEmpty()) {
            admin.deleteRecords(before);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw Publishing.Producer.closed();
        }
    }
}
