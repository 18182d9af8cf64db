package dev.crossdock.conformance.kafka;

import dev.crossdock.conformance.BrokerWitness;
import dev.crossdock.conformance.ForeignMessage;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Asks a broker with Kafka's own client. */
final class KafkaWitness implements BrokerWitness, AutoCloseable {
    private final KafkaBroker broker;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> reader;
    private final KafkaProducer<byte[], byte[]> foreigner;
    private final Map<Address, String> names = new ConcurrentHashMap<>();

    KafkaWitness(KafkaBroker broker) {
        this.broker = broker;
        Map<String, Object> connect = Map.of("bootstrap.servers", broker.witnessAddress());
        this.admin = Admin.create(connect);
        this.reader = new KafkaConsumer<>(connect, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.foreigner = new KafkaProducer<>(connect, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public long depth(Address.Queue queue) {
        return asked(() -> stretches(queue).stream().mapToLong(Stretch::depth).sum());
    }

    @Override
    public long unsettled(Address.Queue queue) {
        return asked(() -> stretches(queue).stream()
                .mapToLong(stretch -> stretch.note().unsettled())
                .sum());
    }

    @Override
    public List<WireMessage> peek(Address.Queue queue) {
        return asked(() -> {
            List<WireMessage> found = new ArrayList<>();
            for (Stretch stretch : stretches(queue)) {
                read(stretch, found);
            }
            return found;
        });
    }

    @Override
    public void publishForeign(String topic, byte[] body) {
        send(new Address.Topic(topic), body);
    }

    @Override
    public void publishHostile(String topic, List<ForeignMessage> messages) {
        String to = name(new Address.Topic(topic));
        for (ForeignMessage message : messages) {
            List<Header> headers = new ArrayList<>();
            message.headers().forEach((name, value) -> headers.add(new RecordHeader(name, value)));
            var unused = foreigner.send(new ProducerRecord<>(to, null, null, null, message.body(), headers));
        }
        foreigner.flush();
    }

    @Override
    public void buryForeign(Address.DeadLetters queue, byte[] body) {
        send(queue, body);
    }

    private void send(Address address, byte[] body) {
        asked(() -> foreigner.send(new ProducerRecord<>(name(address), body)).get(10, TimeUnit.SECONDS));
    }

    @Override
    public void remove(Address.Queue queue) {
        Address read = queue instanceof Address.Inbox inbox ? new Address.Topic(inbox.topic()) : queue;
        asked(() -> admin.deleteTopics(List.of(name(read))).all().get(10, TimeUnit.SECONDS));
    }

    @Override
    public Set<Address> topology(String topic) {
        refresh();
        return names.keySet().stream()
                .filter(address -> belongsTo(address, topic))
                .collect(Collectors.toSet());
    }

    @Override
    public int connections() {
        return broker.connections();
    }

    @Override
    public int receivers(Address.Queue queue) {
        return asked(() -> {
            try {
                return admin.describeConsumerGroups(List.of(name(queue)))
                        .all()
                        .get()
                        .get(name(queue))
                        .members()
                        .size();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof GroupIdNotFoundException) {
                    return 0;
                }
                throw e;
            }
        });
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
        foreigner.close(Duration.ofSeconds(1));
        synchronized (reader) {
            reader.close();
        }
    }

    private List<Stretch> stretches(Address.Queue queue) throws Exception {
        List<String> topics = new ArrayList<>();
        if (queue instanceof Address.Inbox inbox) {
            topics.add(name(new Address.Topic(inbox.topic())));
        }
        topics.add(name(queue));
        List<TopicPartition> partitions = new ArrayList<>();
        admin.describeTopics(topics)
                .allTopicNames()
                .get()
                .forEach((name, description) -> description
                        .partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(name, partition.partition()))));
        var first = admin.listOffsets(partitions.stream()
                        .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.earliest())))
                .all();
        var last = admin.listOffsets(partitions.stream()
                        .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                .all();
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(name(queue))
                .partitionsToOffsetAndMetadata()
                .get();
        List<Stretch> stretches = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata known = committed.get(partition);
            long beginning = first.get().get(partition).offset();
            stretches.add(new Stretch(
                    partition,
                    known == null ? beginning : Math.max(beginning, known.offset()),
                    last.get().get(partition).offset(),
                    WitnessedNote.read(known == null ? null : known.metadata())));
        }
        return stretches;
    }

    private void read(Stretch stretch, List<WireMessage> into) {
        if (stretch.from() >= stretch.end()) {
            return;
        }
        synchronized (reader) {
            reader.assign(List.of(stretch.partition()));
            reader.seek(stretch.partition(), stretch.from());
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (reader.position(stretch.partition()) < stretch.end() && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(100))) {
                    if (record.offset() < stretch.end()
                            && !stretch.note().done().get((int) (record.offset() - stretch.from()))) {
                        into.add(message(record));
                    }
                }
            }
        }
    }

    private static WireMessage message(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        String key = record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
        return new WireMessage(record.value(), key, Headers.of(headers));
    }

    private String name(Address address) {
        String known = names.get(address);
        if (known == null) {
            refresh();
            known = names.get(address);
        }
        if (known == null) {
            throw new IllegalStateException("the broker has no topic for " + address);
        }
        return known;
    }

    private void refresh() {
        for (String name : asked(() -> admin.listTopics().names().get())) {
            Address address = WitnessedNames.read(name);
            if (address != null) {
                names.put(address, name);
            }
        }
    }

    private static <R> R asked(Callable<R> question) {
        try {
            return question.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the witness cannot tell", e);
        }
    }

    private static boolean belongsTo(Address address, String topic) {
        if (address instanceof Address.Topic of) {
            return of.name().equals(topic);
        }
        if (address instanceof Address.Inbox inbox) {
            return inbox.topic().equals(topic);
        }
        if (address instanceof Address.DeadLetters dead) {
            return dead.topic().equals(topic);
        }
        return address instanceof Address.DelayLane lane && belongsTo(lane.target(), topic);
    }

    private record Stretch(TopicPartition partition, long from, long end, WitnessedNote note) {
        long depth() {
            return end - from - note.done().get(0, (int) (end - from)).cardinality();
        }
    }
}
