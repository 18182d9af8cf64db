package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Description;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * What a group reads of partitioned logs, as on Kafka: the partitions of its topic, if it has one, and a log of its own
 * for what is sent to the queue itself. Sessions share the partitions out; when one comes or goes they are shared out
 * anew, moving as few as possible.
 *
 * <p>An owner that stays alive passes on what it accepted before it loses a partition; what it has on loan is lost to it
 * and its delivery does not count. One that is lost takes with it what it accepted since its last receive, and the
 * deliveries it had count.
 */
final class LogQueue implements QueueStore {
    private final QueueGuard guard;
    private final List<PartitionProgress> partitions = new ArrayList<>();
    private final List<LogSession> sessions = new ArrayList<>();
    private final OffsetRing<WireMessage> own = new OffsetRing<>(0);
    private final PartitionProgress ownProgress;
    private final int maxMessages;

    private LogQueue(Address.Queue address, QueueGuard guard, boolean durable, int maxMessages) {
        this.guard = guard;
        this.maxMessages = maxMessages;
        this.ownProgress = new PartitionProgress(address.inWords(), own, 0, durable, true);
    }

    /** A queue of one log, of which each entry can be settled by itself. */
    static LogQueue single(Address.Queue address, int maxMessages) {
        LogQueue queue = new LogQueue(address, new QueueGuard(), true, maxMessages);
        queue.partitions.add(queue.ownProgress);
        return queue;
    }

    /** A group's queue on the partitions of a topic, whose guard it shares. */
    static LogQueue inbox(Address.Queue address, QueueGuard guard, List<PartitionProgress> ofTopic, int maxMessages) {
        LogQueue queue = new LogQueue(address, guard, false, maxMessages);
        queue.partitions.addAll(ofTopic);
        queue.partitions.add(queue.ownProgress);
        return queue;
    }

    @Override
    public QueueGuard guard() {
        return guard;
    }

    @Override
    public boolean ordersPerKey() {
        return true;
    }

    @Override
    public int store(List<WireMessage> messages, long delayNanos) {
        guard.enter();
        try {
            int count = Math.min(messages.size(), maxMessages - (int) (own.end() - own.start()));
            for (int i = 0; i < count; i++) {
                own.add(messages.get(i));
            }
            guard.signal();
            return Math.max(0, count);
        } finally {
            guard.leave();
        }
    }

    @Override
    public Description describe() {
        return Destination.limited(maxMessages).build();
    }

    @Override
    public Session join(ReceiverOptions options) {
        LogSession session = new LogSession(this, options.listener());
        sessions.add(session);
        shareOut();
        return session;
    }

    @Override
    public int depth() {
        guard.enter();
        try {
            return partitions.stream().mapToInt(PartitionProgress::depth).sum();
        } finally {
            guard.leave();
        }
    }

    @Override
    public int onLoan() {
        guard.enter();
        try {
            return partitions.stream().mapToInt(PartitionProgress::onLoan).sum();
        } finally {
            guard.leave();
        }
    }

    /** Partition after partition: there is no order between them. */
    @Override
    public List<WireMessage> peek(int limit) {
        guard.enter();
        try {
            List<WireMessage> found = new ArrayList<>();
            partitions.forEach(partition -> partition.peek(limit, found));
            return found;
        } finally {
            guard.leave();
        }
    }

    @Override
    public void discard() {}

    /** The committed position in a partition of the topic. Guarded. */
    long committed(int partition) {
        return partitions.get(partition).committed();
    }

    void leave(LogSession session, Session.Ending ending) {
        if (!sessions.remove(session)) {
            return;
        }
        boolean lost = ending == Session.Ending.LOST;
        for (PartitionProgress partition : session.assigned) {
            if (lost) {
                partition.forgetUncommitted();
            } else {
                partition.commit();
            }
            partition.revoke(true, loan -> {
                if (lost) {
                    guard.lost(session.listener, loan);
                }
            });
        }
        session.assigned.clear();
        shareOut();
    }

    private void shareOut() {
        if (sessions.isEmpty()) {
            return;
        }
        int least = partitions.size() / sessions.size();
        int withOneMore = partitions.size() % sessions.size();
        for (int i = 0; i < sessions.size(); i++) {
            LogSession session = sessions.get(i);
            int share = i < withOneMore ? least + 1 : least;
            while (session.assigned.size() > share) {
                PartitionProgress moved = session.assigned.remove(session.assigned.size() - 1);
                moved.commit();
                moved.revoke(false, loan -> guard.lost(session.listener, loan));
            }
        }
        int next = 0;
        for (PartitionProgress partition : partitions) {
            if (partition.owner == null) {
                while (sessions.get(next).assigned.size() >= (next < withOneMore ? least + 1 : least)) {
                    next++;
                }
                partition.owner = sessions.get(next);
                sessions.get(next).assigned.add(partition);
            }
        }
        guard.signal();
    }
}
