package dev.crossdock.benchmarks;

import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.spi.WireHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Kafka's own clients: an idempotent producer with the settings that the transport gives its own, a member of a group by
 * the broker's protocol, that commits after each poll.
 */
final class BareKafka extends BareClient {
    // What the transport makes, unless told otherwise.
    private static final int PARTITIONS = 6;

    private final Map<String, Object> common;
    private final KafkaProducer<byte[], byte[]> producer;
    private final String name;

    BareKafka(String address, String name, Workload work) throws Exception {
        super(work);
        this.name = name;
        this.common = Map.of("bootstrap.servers", address);
        try (Admin admin = Admin.create(common)) {
            admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", address,
                        "acks", "all",
                        "enable.idempotence", "true",
                        "linger.ms", "1",
                        "batch.size", "131072",
                        "buffer.memory", "67108864"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Override
    public Drained drain() {
        Drained drained = new Drained(work.messages());
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", common.get("bootstrap.servers"),
                "group.id", name,
                "group.protocol", "consumer",
                "enable.auto.commit", "false",
                "auto.offset.reset", "earliest",
                "isolation.level", "read_committed",
                "max.poll.records", work.prefetch());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(name));
            boolean over = false;
            while (!over) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(1));
                for (var record : records) {
                    over = drained.count(record.value());
                }
                if (!records.isEmpty()) {
                    consumer.commitAsync();
                }
            }
            consumer.commitSync();
        }
        return drained;
    }

    @Override
    public void close() {
        producer.close();
    }

    @Override
    void publish(int messages) throws InterruptedException {
        for (int i = 0; i < messages; i++) {
            window.enter();
            var unused = producer.send(message(), (metadata, failure) -> {
                if (failure == null) {
                    window.confirmed(1);
                } else {
                    window.failed(failure);
                }
            });
        }
    }

    private ProducerRecord<byte[], byte[]> message() {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(name, work.body());
        if (work.headers()) {
            message.headers()
                    .add(WireHeaders.ID, Message.of(work.body()).id().getBytes(StandardCharsets.UTF_8))
                    .add(WireHeaders.PUBLISHED_AT, Workload.PUBLISHED_AT.getBytes(StandardCharsets.UTF_8))
                    .add(WireHeaders.CONTENT_TYPE, Workload.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8));
        }
        return message;
    }
}
