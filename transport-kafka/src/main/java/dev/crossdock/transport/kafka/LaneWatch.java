package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Sees in which delay lanes something waits: one request for all lanes of a connection, a few times a second, and none
 * while nobody looks. Thread-safe.
 *
 * <p>Each consumer has a dozen lanes, nearly all of them empty nearly always; a member of a group for each would be a
 * dozen clients with a thread and a heartbeat.
 */
final class LaneWatch {
    private static final long LOOK_NANOS = Duration.ofMillis(200).toNanos();

    private final Admin admin;
    private final KafkaNames names;
    private final Map<Address.DelayLane, Long> ends = new ConcurrentHashMap<>();
    private final Map<Address.DelayLane, Integer> watched = new ConcurrentHashMap<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile long lastLook = System.nanoTime() - LOOK_NANOS;

    LaneWatch(Admin admin, KafkaNames names) {
        this.admin = admin;
        this.names = names;
    }

    void add(Address.DelayLane lane) {
        watched.merge(lane, 1, Integer::sum);
    }

    void remove(Address.DelayLane lane) {
        watched.computeIfPresent(lane, (same, count) -> count == 1 ? null : count - 1);
    }

    /** Where a lane ended when it was last looked at; 0 if it never was. */
    long end(Address.DelayLane lane) {
        lookIfDue();
        return ends.getOrDefault(lane, 0L);
    }

    private void lookIfDue() {
        if (System.nanoTime() - lastLook < LOOK_NANOS || !looking.compareAndSet(false, true)) {
            return;
        }
        Map<TopicPartition, Address.DelayLane> lanes = new HashMap<>();
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (Address.DelayLane lane : watched.keySet()) {
            TopicPartition partition = new TopicPartition(names.topic(lane), 0);
            lanes.put(partition, lane);
            asked.put(partition, OffsetSpec.latest());
        }
        ListOffsetsResult result = admin.listOffsets(asked);
        lanes.forEach((partition, lane) -> result.partitionResult(partition)
                .toCompletionStage()
                .thenAccept(info -> ends.put(lane, info.offset())));
        // One lane that cannot be asked about must not hide the others: it is looked at again.
        result.all().toCompletionStage().whenComplete((all, failure) -> {
            lastLook = System.nanoTime();
            looking.set(false);
        });
    }
}
