package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Looks at what a group has before it, without belonging to it. Thread-safe. */
final class Backlogs {
    private static final Duration WAIT = Duration.ofMillis(100);

    private final Admin admin;
    private final KafkaConfig config;
    private final KafkaNames names;
    private final KafkaTopics topics;
    private final Object lock = new Object();
    private @Nullable KafkaConsumer<byte[], byte[]> reader;
    private boolean closed;

    Backlogs(Admin admin, KafkaConfig config, KafkaNames names, KafkaTopics topics) {
        this.admin = admin;
        this.config = config;
        this.names = names;
        this.topics = topics;
    }

    long depth(Address.Queue queue) throws Exception {
        long depth = 0;
        for (Stretch stretch : stretches(queue)) {
            depth += Math.max(0, stretch.end() - stretch.from() - stretch.note().doneCount());
        }
        return depth;
    }

    List<WireMessage> browse(Address.Queue queue, int limit) throws Exception {
        List<WireMessage> found = new ArrayList<>();
        List<Stretch> stretches = stretches(queue);
        synchronized (lock) {
            for (Stretch stretch : stretches) {
                if (stretch.from() < stretch.end() && found.size() < limit) {
                    read(stretch, limit, found);
                }
            }
        }
        return found;
    }

    void close() {
        synchronized (lock) {
            closed = true;
            if (reader != null) {
                reader.close(CloseOptions.timeout(Duration.ofSeconds(1)));
                reader = null;
            }
        }
    }

    private void read(Stretch stretch, int limit, List<WireMessage> into) {
        KafkaConsumer<byte[], byte[]> consumer = reader();
        consumer.assign(List.of(stretch.partition()));
        try {
            consumer.seek(stretch.partition(), stretch.from());
            Progress progress = Progress.resume(stretch.from(), stretch.note());
            long deadline = System.nanoTime() + config.requestTimeout().toNanos();
            while (into.size() < limit
                    && consumer.position(stretch.partition()) < stretch.end()
                    && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(WAIT)) {
                    if (record.offset() < stretch.end() && !progress.isDone(record.offset()) && into.size() < limit) {
                        into.add(WireRecords.toMessage(record));
                    }
                }
            }
        } finally {
            consumer.assign(List.of());
        }
    }

    private KafkaConsumer<byte[], byte[]> reader() {
        if (closed) {
            throw Publishing.Producer.closed();
        }
        KafkaConsumer<byte[], byte[]> open = reader;
        if (open == null) {
            open = new KafkaConsumer<>(config.clients().reader());
            reader = open;
        }
        return open;
    }

    private List<Stretch> stretches(Address.Queue queue) throws Exception {
        List<TopicPartition> partitions = topics.partitions(queue);
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
        for (TopicPartition partition : partitions) {
            latest.put(partition, OffsetSpec.latest());
            earliest.put(partition, OffsetSpec.earliest());
        }
        var committing = admin.listConsumerGroupOffsets(names.group(queue)).partitionsToOffsetAndMetadata();
        var beginning = admin.listOffsets(earliest).all();
        var ending = admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all();
        Map<TopicPartition, OffsetAndMetadata> committed = committing.get();
        Map<TopicPartition, ListOffsetsResultInfo> first = beginning.get();
        Map<TopicPartition, ListOffsetsResultInfo> last = ending.get();
        List<Stretch> stretches = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata known = committed.get(partition);
            ListOffsetsResultInfo from = first.get(partition);
            ListOffsetsResultInfo to = last.get(partition);
            if (from == null || to == null) {
                continue;
            }
            boolean kept = known != null && known.offset() >= from.offset();
            stretches.add(
                    known != null && kept
                            ? new Stretch(partition, known.offset(), to.offset(), NoteCodec.decode(known.metadata()))
                            : new Stretch(partition, from.offset(), to.offset(), ProgressNote.NONE));
        }
        return stretches;
    }

    /** What a group has before it in one partition. */
    private record Stretch(TopicPartition partition, long from, long end, ProgressNote note) {}
}
