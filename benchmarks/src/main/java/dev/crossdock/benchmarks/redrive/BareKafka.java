package dev.crossdock.benchmarks.redrive;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Kafka's own clients: a topic of six partitions and one of dead letters; what a poll gives is sent with an idempotent
 * producer, flushed, and then committed.
 */
final class BareKafka implements Redriver {
    private static final int PARTITIONS = 6;

    private final String address;
    private final String inbox;
    private final String dead;
    private final KafkaProducer<byte[], byte[]> producer;

    BareKafka(String address, String name) throws Exception {
        this.address = address;
        this.inbox = name;
        this.dead = name + ".dead";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(new NewTopic(inbox, PARTITIONS, (short) 1), new NewTopic(dead, 1, (short) 1)))
                    .all()
                    .get();
        }
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", address,
                        "acks", "all",
                        "enable.idempotence", "true",
                        "linger.ms", "1",
                        "batch.size", "131072"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Override
    public void bury(int messages) {
        byte[] body = new byte[RedriveRatios.BODY];
        for (int i = 0; i < messages; i++) {
            ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(dead, body);
            DeadLetterHeaders.next(inbox)
                    .forEach((name, value) ->
                            letter.headers().add(name, value.toString().getBytes(StandardCharsets.UTF_8)));
            var unused = producer.send(letter);
        }
        producer.flush();
    }

    @Override
    public void redrive(int messages) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", address,
                "group.id", dead,
                "group.protocol", "consumer",
                "enable.auto.commit", "false",
                "auto.offset.reset", "earliest",
                "isolation.level", "read_committed",
                "max.poll.records", RedriveRatios.PREFETCH / 2);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(dead));
            int done = 0;
            while (done < messages) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(1));
                Future<?> last = null;
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    last = producer.send(
                            new ProducerRecord<>(inbox, null, record.key(), record.value(), record.headers()));
                    done++;
                }
                if (last != null) {
                    producer.flush();
                    last.get();
                    consumer.commitSync();
                }
            }
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
