package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Description;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A topic that keeps what was sent, in partitions by key. When it is full, what all its groups have behind them is
 * dropped; if that is nothing, it takes no more. Thread-safe; its groups share its lock.
 */
final class TopicLog implements Destination {
    private final QueueGuard guard = new QueueGuard();
    private final List<OffsetRing<WireMessage>> partitions;
    private final List<LogQueue> groups = new ArrayList<>();
    private final int maxMessages;
    private int kept;
    private int turn;

    TopicLog(int partitions, int maxMessages) {
        this.partitions = IntStream.range(0, partitions)
                .mapToObj(i -> new OffsetRing<WireMessage>(0))
                .toList();
        this.maxMessages = maxMessages;
    }

    int partitions() {
        return partitions.size();
    }

    LogQueue newGroup(Address.Inbox address, StartFrom startFrom, int maxOwnMessages) {
        guard.enter();
        try {
            List<PartitionProgress> progress = new ArrayList<>();
            for (int i = 0; i < partitions.size(); i++) {
                OffsetRing<WireMessage> log = partitions.get(i);
                long start = startFrom == StartFrom.EARLIEST ? log.start() : log.end();
                progress.add(new PartitionProgress(address.inWords() + " partition " + i, log, start, false, false));
            }
            LogQueue group = LogQueue.inbox(address, guard, progress, maxOwnMessages);
            groups.add(group);
            return group;
        } finally {
            guard.leave();
        }
    }

    void removeGroup(QueueStore group) {
        guard.enter();
        try {
            groups.removeIf(one -> one == group);
        } finally {
            guard.leave();
        }
    }

    @Override
    public int store(List<WireMessage> messages, long delayNanos) {
        guard.enter();
        try {
            if (kept + messages.size() > maxMessages) {
                dropWhatAllHaveBehindThem();
            }
            int count = Math.max(0, Math.min(messages.size(), maxMessages - kept));
            for (int i = 0; i < count; i++) {
                WireMessage message = messages.get(i);
                partitions.get(partition(message.key())).add(message);
            }
            kept += count;
            guard.signal();
            return count;
        } finally {
            guard.leave();
        }
    }

    @Override
    public Description describe() {
        return Destination.limited(maxMessages).partitions(partitions.size()).build();
    }

    private int partition(@Nullable String key) {
        if (key == null) {
            turn = (turn + 1) % partitions.size();
            return turn;
        }
        CRC32 hash = new CRC32();
        hash.update(key.getBytes(StandardCharsets.UTF_8));
        return (int) (hash.getValue() % partitions.size());
    }

    private void dropWhatAllHaveBehindThem() {
        kept = 0;
        for (int i = 0; i < partitions.size(); i++) {
            OffsetRing<WireMessage> log = partitions.get(i);
            long behind = log.end();
            for (LogQueue group : groups) {
                behind = Math.min(behind, group.committed(i));
            }
            log.dropTo(behind);
            kept += (int) (log.end() - log.start());
        }
    }
}
