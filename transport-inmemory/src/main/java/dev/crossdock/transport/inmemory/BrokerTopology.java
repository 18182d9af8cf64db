package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Topology;
import dev.crossdock.messaging.spi.Topology.Provisioning;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The topics and queues of one broker. They are found by address, so that no two names can meet. Thread-safe. */
final class BrokerTopology {
    private final Map<Address, Destination> objects = new ConcurrentHashMap<>();
    private final ReentrantLock changing = new ReentrantLock();
    private final Personality mode;
    private final BrokerClock clock;

    BrokerTopology(Personality mode, BrokerClock clock) {
        this.mode = mode;
        this.clock = clock;
    }

    @Nullable Destination find(Address address) {
        return objects.get(address);
    }

    Set<Address> addresses() {
        return Set.copyOf(objects.keySet());
    }

    Iterable<Destination> all() {
        return objects.values();
    }

    void provision(Address address, Topology topology, InMemoryConfig config) {
        if (topology.provisioning() == Provisioning.NONE) {
            return;
        }
        if (address instanceof Address.Inbox && topology.startFrom() == StartFrom.EARLIEST && !isLog()) {
            throw new MessagingException(
                    ErrorCode.UNSUPPORTED,
                    "Wanted start-from EARLIEST for the " + address.inWords() + ", found mode "
                            + InMemoryConfig.written(mode) + " whose topics keep nothing; possible in "
                            + InMemoryConfig.written(Personality.PARTITIONED_LOG));
        }
        changing.lock();
        try {
            if (address instanceof Address.Inbox inbox) {
                topicOf(inbox);
            }
            Destination existing = objects.get(address);
            if (existing != null) {
                checkFit(address, existing, topology, config);
            } else if (topology.provisioning() == Provisioning.VERIFY) {
                throw new MessagingException(
                        ErrorCode.NOT_FOUND,
                        "Wanted the " + address.inWords()
                                + ", found none; provisioning VERIFY creates nothing, CREATE would");
            } else {
                objects.put(address, create(address, topology, config));
            }
        } finally {
            changing.unlock();
        }
    }

    /** Deletes an object, and what has its content in it; returns what was deleted. */
    @Nullable Destination delete(Address address) {
        changing.lock();
        try {
            Destination gone = objects.remove(address);
            if (gone instanceof QueueStore queue) {
                queue.discard();
                if (address instanceof Address.Inbox inbox) {
                    detach(queue, objects.get(new Address.Topic(inbox.topic())));
                }
            }
            return gone;
        } finally {
            changing.unlock();
        }
    }

    private Destination create(Address address, Topology topology, InMemoryConfig config) {
        if (address instanceof Address.Topic) {
            return isLog() ? new TopicLog(config.partitions(), config.maxQueueMessages()) : new FanOut();
        }
        if (!(address instanceof Address.Inbox inbox)) {
            return createQueue((Address.Queue) address, false, config.maxQueueMessages());
        }
        Destination topic = topicOf(inbox);
        if (topic instanceof TopicLog log) {
            return log.newGroup(inbox, topology.startFrom(), config.maxQueueMessages());
        }
        boolean perKey = topology.ordering() == Ordering.PER_KEY;
        QueueStore queue = createQueue(inbox, perKey, config.maxQueueMessages());
        ((FanOut) topic).add((CopyTarget) queue);
        return queue;
    }

    private QueueStore createQueue(Address.Queue address, boolean perKey, int maxMessages) {
        return switch (mode) {
            case LEASED_QUEUE -> new LeasedQueue(address, perKey, maxMessages, clock);
            case PLAIN_QUEUE -> new PlainQueue(address, perKey, maxMessages);
            case PARTITIONED_LOG -> LogQueue.single(address, maxMessages);
        };
    }

    private void checkFit(Address address, Destination existing, Topology topology, InMemoryConfig config) {
        if (existing instanceof TopicLog log && config.partitionsAsked() && log.partitions() != config.partitions()) {
            throw new MessagingException(
                    ErrorCode.CONFLICT,
                    "Wanted the " + address.inWords() + " with partitions = " + config.partitions()
                            + ", found it with partitions = " + log.partitions() + "; nothing was changed");
        }
        boolean perKey = topology.ordering() == Ordering.PER_KEY;
        if (!isLog()
                && address instanceof Address.Inbox
                && existing instanceof QueueStore queue
                && queue.ordersPerKey() != perKey) {
            throw new MessagingException(
                    ErrorCode.CONFLICT,
                    "Wanted the " + address.inWords() + " with ordering = " + topology.ordering()
                            + ", found it with ordering = "
                            + (queue.ordersPerKey() ? Ordering.PER_KEY : Ordering.UNORDERED)
                            + "; nothing was changed");
        }
    }

    private Destination topicOf(Address.Inbox inbox) {
        Address.Topic topic = new Address.Topic(inbox.topic());
        Destination found = objects.get(topic);
        if (found == null) {
            throw new MessagingException(
                    ErrorCode.NOT_FOUND,
                    "Wanted the " + inbox.inWords() + ", found no " + topic.inWords()
                            + "; the topic has to be provisioned before its inboxes");
        }
        return found;
    }

    private static void detach(QueueStore inbox, @Nullable Destination topic) {
        if (topic instanceof TopicLog log) {
            log.removeGroup(inbox);
        } else if (topic instanceof FanOut fanOut) {
            fanOut.remove(inbox);
        }
    }

    private boolean isLog() {
        return mode == Personality.PARTITIONED_LOG;
    }
}
