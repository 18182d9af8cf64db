package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Address;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.Topic;

/** Finds topics and queues by their names, and remembers where they are. Thread-safe. */
final class Directory {
    private final Clients clients;
    private final NativeNames names;
    private final boolean fifo;
    private final Map<Address.Topic, String> topics = new ConcurrentHashMap<>();
    private final Map<Address.Queue, Found> queues = new ConcurrentHashMap<>();
    private volatile @Nullable String anyTopic;

    Directory(Clients clients, NativeNames names, boolean fifo) {
        this.clients = clients;
        this.names = names;
        this.fifo = fifo;
    }

    /** A queue that is there. */
    record Found(String url, boolean fifo) {}

    /** Whether topics are FIFO. */
    boolean fifo() {
        return fifo;
    }

    String name(Address.Topic topic) {
        return names.topic(topic, fifo);
    }

    String name(Address.Queue queue, boolean ordered) {
        return names.queue(queue, ordered);
    }

    /** The whole name of a queue whose name was cut; empty if it was not. */
    String cutName(Address.Queue queue) {
        return names.cut(queue);
    }

    /** The ARN of a topic; complains if there is none. */
    String topic(Address.Topic topic) throws Exception {
        String arn = findTopic(topic);
        if (arn == null) {
            throw missing(topic, "; provisioning VERIFY and NONE create nothing, CREATE would");
        }
        return arn;
    }

    /** The ARN of a topic; {@code null} if there is none. */
    @Nullable String findTopic(Address.Topic topic) throws Exception {
        String known = topics.get(topic);
        if (known != null) {
            return known;
        }
        String arn = arnLike(anyTopic(), name(topic));
        if (arn == null) {
            return null;
        }
        try {
            clients.await(clients.sns().getTopicAttributes(request -> request.topicArn(arn)));
        } catch (Exception e) {
            if (NativeFailures.isMissing(e)) {
                return null;
            }
            throw e;
        }
        remember(topic, arn);
        return arn;
    }

    /** Where a queue is; complains if there is none. */
    Found queue(Address.Queue queue) throws Exception {
        Found found = findQueue(queue);
        if (found == null) {
            throw missing(queue, "; provisioning VERIFY and NONE create nothing, CREATE would");
        }
        return found;
    }

    /** Where a queue is; {@code null} if there is none. */
    @Nullable Found findQueue(Address.Queue queue) throws Exception {
        Found known = queues.get(queue);
        if (known != null) {
            return known;
        }
        Found found = null;
        // Only inboxes keep an order: all others are standard queues, which delay and have no groups that wait.
        if (fifo && queue instanceof Address.Inbox) {
            found = look(queue, true);
        }
        if (found == null) {
            found = look(queue, false);
        }
        if (found != null) {
            queues.put(queue, found);
        }
        return found;
    }

    void remember(Address.Topic topic, String arn) {
        anyTopic = arn;
        topics.put(topic, arn);
    }

    /** What was known of an address is wrong. */
    void forget(Address address) {
        if (address instanceof Address.Topic topic) {
            topics.remove(topic);
        } else if (address instanceof Address.Queue queue) {
            queues.remove(queue);
        }
    }

    MessagingException missing(Address address, String hint) {
        String name = address instanceof Address.Topic topic
                ? "topic '" + name(topic) + "'"
                : "queue '" + name((Address.Queue) address, false) + "'";
        return new MessagingException(
                ErrorCode.NOT_FOUND, "Wanted the " + address.inWords() + " (" + name + "), found none" + hint);
    }

    private @Nullable Found look(Address.Queue queue, boolean ordered) throws Exception {
        try {
            String url = clients.await(clients.sqs().getQueueUrl(request -> request.queueName(name(queue, ordered))))
                    .queueUrl();
            return new Found(url, ordered);
        } catch (Exception e) {
            if (NativeFailures.isMissing(e)) {
                return null;
            }
            throw e;
        }
    }

    /** The ARN of any topic shows the partition, region and account of all; {@code null} if there is none at all. */
    private @Nullable String anyTopic() throws Exception {
        String known = anyTopic;
        if (known == null) {
            known = clients.await(clients.sns().listTopics()).topics().stream()
                    .map(Topic::topicArn)
                    .findFirst()
                    .orElse(null);
            anyTopic = known;
        }
        return known;
    }

    private static @Nullable String arnLike(@Nullable String other, String name) {
        return other == null ? null : other.substring(0, other.lastIndexOf(':') + 1) + name;
    }
}
