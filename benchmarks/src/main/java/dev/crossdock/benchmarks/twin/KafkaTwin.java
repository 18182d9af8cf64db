package dev.crossdock.benchmarks.twin;

import dev.crossdock.benchmarks.subject.Handler;
import dev.crossdock.benchmarks.subject.Labels;
import dev.crossdock.benchmarks.subject.Load;
import dev.crossdock.benchmarks.subject.Subject;
import dev.crossdock.benchmarks.subject.Window;
import dev.crossdock.benchmarks.subject.Work;
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
import org.jspecify.annotations.Nullable;

/**
 * Kafka's own clients: an idempotent producer with the settings that the transport gives its own, members of a group by the
 * broker's protocol, one thread each, that commit after each poll. Partitions keep the order of keys.
 */
final class KafkaTwin implements Subject {
    // What the transport makes, unless told otherwise.
    private static final int PARTITIONS = 6;
    private static final byte[] CONTENT_TYPE = Work.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8);

    private final String address;
    private final Work work;
    private final Window window;
    private final KafkaProducer<byte[], byte[]> producer;

    KafkaTwin(String address, Work work) throws Exception {
        this.address = address;
        this.work = work;
        this.window = new Window(work.inFlight());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(new NewTopic(work.topic(), PARTITIONS, (short) 1)))
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
    public void publish(Load load) throws InterruptedException {
        while (load.next()) {
            window.enter();
            var unused =
                    producer.send(record(load.body(), load.key()), (metadata, failure) -> window.answered(failure));
        }
        window.awaitAll();
    }

    @Override
    public Consuming consume(Handler handler) {
        return Loops.start(work.consumers(), running -> {
            try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
                consumer.subscribe(List.of(work.topic()));
                while (running.getAsBoolean()) {
                    ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
                    for (var message : records) {
                        handler.handle(message.value());
                    }
                    if (!records.isEmpty()) {
                        consumer.commitAsync();
                    }
                }
                consumer.commitSync();
            }
        });
    }

    @Override
    public void close() {
        producer.close();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", address,
                        "group.id", work.topic(),
                        "group.protocol", "consumer",
                        "enable.auto.commit", "false",
                        "auto.offset.reset", "earliest",
                        "isolation.level", "read_committed",
                        "max.poll.records", work.share()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private ProducerRecord<byte[], byte[]> record(byte[] body, @Nullable String key) {
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(work.topic(), key == null ? null : utf8(key), body);
        message.headers()
                .add(Labels.ID, utf8(Labels.id()))
                .add(Labels.PUBLISHED_AT, utf8(Labels.now()))
                .add(WireHeaders.CONTENT_TYPE, CONTENT_TYPE);
        return message;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
