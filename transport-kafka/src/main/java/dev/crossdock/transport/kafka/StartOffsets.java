package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * Where a new group begins to read its topic: written down when the group's inbox is made, so that what is published from
 * then on is the group's whether or not anybody reads already.
 *
 * <p>Whoever makes the inbox writes it; everybody else waits for it. If nobody does, because the one who should have has
 * died or because the broker has forgotten a group that was away for too long (offsets.retention.minutes), the group
 * begins with what the topic still holds: too much is better than too little.
 */
final class StartOffsets {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Admin admin;
    private final KafkaNames names;

    StartOffsets(Admin admin, KafkaNames names) {
        this.admin = admin;
        this.names = names;
    }

    void write(Address.Inbox inbox, List<TopicPartition> ofTopic, StartFrom startFrom) throws Exception {
        OffsetSpec spec = startFrom == StartFrom.NOW ? OffsetSpec.latest() : OffsetSpec.earliest();
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        ofTopic.forEach(partition -> asked.put(partition, spec));
        Map<TopicPartition, ListOffsetsResultInfo> found =
                admin.listOffsets(asked).all().get();
        Map<TopicPartition, OffsetAndMetadata> start = new HashMap<>();
        found.forEach((partition, info) -> start.put(partition, new OffsetAndMetadata(info.offset())));
        admin.alterConsumerGroupOffsets(names.group(inbox), start).all().get();
    }

    void await(Address.Inbox inbox, List<TopicPartition> ofTopic) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!areThere(inbox, ofTopic)) {
            if (System.nanoTime() > end) {
                System.getLogger("dev.crossdock.transport.kafka")
                        .log(
                                System.Logger.Level.WARNING,
                                "the broker knows no position of the {0}; it begins with what the topic still holds",
                                inbox.inWords());
                writeUnlessTaken(inbox, ofTopic);
                return;
            }
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
    }

    private void writeUnlessTaken(Address.Inbox inbox, List<TopicPartition> ofTopic) throws Exception {
        try {
            write(inbox, ofTopic, StartFrom.EARLIEST);
        } catch (ExecutionException e) {
            // A member has joined meanwhile, and has begun at the beginning of its own accord.
            if (!(e.getCause() instanceof UnknownMemberIdException || e.getCause() instanceof GroupNotEmptyException)) {
                throw e;
            }
        }
    }

    private boolean areThere(Address.Inbox inbox, List<TopicPartition> ofTopic) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(names.group(inbox))
                .partitionsToOffsetAndMetadata()
                .get();
        return ofTopic.stream().anyMatch(partition -> committed.get(partition) != null);
    }
}
