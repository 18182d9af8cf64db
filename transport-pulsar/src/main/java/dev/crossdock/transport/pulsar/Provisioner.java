package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.SubscriptionInitialPosition;
import org.apache.pulsar.client.api.SubscriptionType;

/**
 * Makes topics and subscriptions, or looks whether the topics are there. A subscription is made by subscribing, with a
 * consumer that asks for nothing; one cannot be looked for without being made, so a group is there if its inbox is, which
 * is made last. Thread-safe.
 */
final class Provisioner {
    /** Through which whatever is in a topic of loans is kept until it was acknowledged. */
    static final String LOANS_SUBSCRIPTION = "crossdock";

    private final PulsarClient client;
    private final PulsarConfig config;
    private final PulsarNames names;
    private final Producers producers;
    private final Set<Address> there = ConcurrentHashMap.newKeySet();

    Provisioner(PulsarClient client, PulsarConfig config, PulsarNames names, Producers producers) {
        this.client = client;
        this.config = config;
        this.names = names;
        this.producers = producers;
    }

    void provision(Address address, Topology topology) throws Exception {
        switch (topology.provisioning()) {
            case NONE -> {}
            case VERIFY -> {
                there.remove(address);
                require(address);
            }
            case CREATE -> create(address, topology);
        }
    }

    /** Complains about an address that is not there. */
    void require(Address address) throws Exception {
        if (there.contains(address)) {
            return;
        }
        if (!exists(names.topic(address))) {
            throw new MessagingException(
                    ErrorCode.NOT_FOUND,
                    "Wanted the " + address.inWords() + " (" + names.topic(address)
                            + "), found none; it has to be provisioned before it is used, and provisioning VERIFY and"
                            + " NONE create nothing, CREATE would");
        }
        there.add(address);
    }

    /** It is no longer there, as somebody has seen. */
    void forget(Address address) {
        there.remove(address);
    }

    /** The type of the subscription with which a queue is read in an order. */
    SubscriptionType type(Address.Queue queue, Ordering ordering) {
        boolean byKey = queue instanceof Address.Inbox
                && (ordering == Ordering.PER_KEY || config.subscriptions() == PulsarConfig.Subscriptions.KEY_SHARED);
        return byKey ? SubscriptionType.Key_Shared : SubscriptionType.Shared;
    }

    private void create(Address address, Topology topology) throws Exception {
        if (address instanceof Address.Topic) {
            if (!exists(names.topic(address))) {
                var unused = producers.to(address);
            }
        } else if (address instanceof Address.Inbox inbox) {
            require(new Address.Topic(inbox.topic()));
            makeInbox(inbox, topology);
        } else {
            Address.Queue queue = (Address.Queue) address;
            await(List.of(subscribe(
                    queue,
                    names.topic(queue),
                    names.subscription(queue),
                    SubscriptionType.Shared,
                    SubscriptionInitialPosition.Earliest)));
        }
        there.add(address);
    }

    private void makeInbox(Address.Inbox inbox, Topology topology) throws Exception {
        SubscriptionType type = type(inbox, topology.ordering());
        String subscription = names.subscription(inbox);
        SubscriptionInitialPosition start = topology.startFrom() == StartFrom.EARLIEST
                ? SubscriptionInitialPosition.Earliest
                : SubscriptionInitialPosition.Latest;
        await(List.of(
                subscribe(inbox, names.topic(new Address.Topic(inbox.topic())), subscription, type, start),
                subscribe(
                        inbox,
                        names.loans(inbox),
                        LOANS_SUBSCRIPTION,
                        SubscriptionType.Shared,
                        SubscriptionInitialPosition.Earliest)));
        await(List.of(subscribe(inbox, names.topic(inbox), subscription, type, SubscriptionInitialPosition.Earliest)));
    }

    private CompletableFuture<Void> subscribe(
            Address.Queue queue,
            String topic,
            String subscription,
            SubscriptionType type,
            SubscriptionInitialPosition start) {
        return client.newConsumer()
                .topic(topic)
                .subscriptionName(subscription)
                .subscriptionType(type)
                .subscriptionInitialPosition(start)
                .receiverQueueSize(1)
                // It must not be given anything.
                .startPaused(true)
                .subscribeAsync()
                .thenCompose(Consumer::closeAsync)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        PulsarErrors.unwrapped(failure) instanceof PulsarClientException.ConsumerBusyException
                                ? otherOrder(queue, failure)
                                : failure));
    }

    /** Somebody reads it in another way right now. */
    static MessagingException otherOrder(Address.Queue queue, Throwable cause) {
        return new MessagingException(
                ErrorCode.CONFLICT,
                "Wanted to read the " + queue.inWords() + ", found that it is being read with another ordering"
                        + " (" + PulsarErrors.unwrapped(cause).getMessage()
                        + "); possible with the same ordering, or with subscriptions = key-shared on all sides",
                cause);
    }

    private boolean exists(String topic) throws Exception {
        return partitions(topic) > 0;
    }

    /** In how many parts a topic is; 1 if it is not partitioned, 0 if there is none. Makes nothing. */
    int partitions(String topic) throws Exception {
        try {
            return client.getPartitionsForTopic(topic, false)
                    .get(config.patienceMillis(), TimeUnit.MILLISECONDS)
                    .size();
        } catch (Exception e) {
            if (PulsarErrors.isMissing(e)) {
                return 0;
            }
            throw e;
        }
    }

    private void await(List<CompletableFuture<Void>> requests) throws Exception {
        for (CompletableFuture<Void> request : new ArrayList<>(requests)) {
            request.get(config.patienceMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
