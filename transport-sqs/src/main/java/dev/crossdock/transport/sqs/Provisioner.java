package dev.crossdock.transport.sqs;

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
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Makes topics, queues and subscriptions, or looks whether they are there and fit. Thread-safe. */
final class Provisioner {
    private final Clients clients;
    private final Directory directory;
    private final QueueAttributes attributes;
    private final Subscriptions subscriptions;
    private final LatelyMade lately;
    private final Set<Address> checked = ConcurrentHashMap.newKeySet();

    Provisioner(Clients clients, Directory directory, SqsConfig config, LatelyMade lately) {
        this.clients = clients;
        this.directory = directory;
        this.attributes = new QueueAttributes(config);
        this.subscriptions = new Subscriptions(clients);
        this.lately = lately;
    }

    void provision(Address address, Topology topology) throws Exception {
        boolean ordered = topology.ordering() == Ordering.PER_KEY;
        if (address instanceof Address.Inbox inbox) {
            refuse(inbox, topology);
        }
        if (topology.provisioning() == Provisioning.NONE) {
            return;
        }
        boolean create = topology.provisioning() == Provisioning.CREATE;
        if (!create) {
            // Who only looks wants to know what is there now.
            directory.forget(address);
            checked.remove(address);
        }
        if (address instanceof Address.Topic topic) {
            provisionTopic(topic, create);
        } else {
            provisionQueue((Address.Queue) address, ordered, create);
        }
    }

    private void refuse(Address.Inbox inbox, Topology topology) {
        if (topology.startFrom() == StartFrom.EARLIEST) {
            throw new MessagingException(
                    ErrorCode.UNSUPPORTED,
                    "Wanted start-from EARLIEST for the " + inbox.inWords()
                            + ", found SNS, whose topics keep nothing; possible is NOW");
        }
        if (topology.ordering() == Ordering.PER_KEY && !directory.fifo()) {
            throw new MessagingException(
                    ErrorCode.UNSUPPORTED,
                    "Wanted ordering PER_KEY for the " + inbox.inWords()
                            + ", found standard topics and queues, which keep no order; possible with"
                            + " crossdock.sqs.fifo = true, for all who use the topic");
        }
    }

    private void provisionTopic(Address.Topic topic, boolean create) throws Exception {
        if (!create) {
            String unused = lately.use(() -> directory.topic(topic), topic);
            return;
        }
        if (directory.findTopic(topic) != null) {
            return;
        }
        Map<String, String> settings = attributes.ofTopic(directory.fifo());
        String arn = clients.await(clients.sns()
                        .createTopic(
                                request -> request.name(directory.name(topic)).attributes(settings)))
                .topicArn();
        lately.add(topic);
        // Not before others find it: what is published to a topic that is not there is rejected.
        lately.use(() -> clients.await(clients.sns().getTopicAttributes(request -> request.topicArn(arn))), topic);
        directory.remember(topic, arn);
    }

    private void provisionQueue(Address.Queue queue, boolean ordered, boolean create) throws Exception {
        String topic = queue instanceof Address.Inbox inbox ? directory.topic(new Address.Topic(inbox.topic())) : "";
        Directory.Found present = create ? directory.findQueue(queue) : lately.use(() -> directory.queue(queue), queue);
        boolean made = present == null && create;
        Directory.Found found = made ? create(queue, ordered, topic) : present;
        if (found == null) {
            throw directory.missing(queue, "; provisioning VERIFY creates nothing, CREATE would");
        }
        if (found.fifo() != ordered && queue instanceof Address.Inbox inbox) {
            throw new MessagingException(
                    ErrorCode.CONFLICT,
                    "Wanted the " + inbox.inWords() + " with ordering "
                            + (ordered ? Ordering.PER_KEY : Ordering.UNORDERED) + ", found the queue '"
                            + directory.name(inbox, found.fifo()) + "', which was made with the other ordering;"
                            + " nothing was changed");
        }
        if (!made && checked.contains(queue)) {
            return;
        }
        String arn = lately.use(() -> check(queue, found), queue);
        if (queue instanceof Address.Inbox inbox) {
            lately.use(
                    () -> {
                        subscriptions.provision(topic, arn, queue.inWords(), create);
                        return arn;
                    },
                    new Address.Topic(inbox.topic()),
                    queue);
        }
        checked.add(queue);
    }

    private Directory.Found create(Address.Queue queue, boolean ordered, String topicArn) throws Exception {
        String name = directory.name(queue, ordered);
        Map<QueueAttributeName, String> settings = attributes.of(queue, name, ordered, topicArn);
        clients.await(clients.sqs()
                .createQueue(request ->
                        request.queueName(name).attributes(settings).tags(attributes.tags(directory.cutName(queue)))));
        lately.add(queue);
        return lately.use(() -> directory.queue(queue), queue);
    }

    /** Gives the queue's ARN. */
    private String check(Address.Queue queue, Directory.Found found) throws Exception {
        try {
            Map<QueueAttributeName, String> present = clients.await(clients.sqs()
                            .getQueueAttributes(
                                    request -> request.queueUrl(found.url()).attributeNames(QueueAttributeName.ALL)))
                    .attributes();
            attributes.check(queue, present);
            return String.valueOf(present.get(QueueAttributeName.QUEUE_ARN));
        } catch (Exception e) {
            if (NativeFailures.isMissing(e)) {
                directory.forget(queue);
            }
            throw e;
        }
    }
}
