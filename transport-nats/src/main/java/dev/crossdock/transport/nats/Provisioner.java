package dev.crossdock.transport.nats;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Topology;
import dev.crossdock.messaging.spi.Topology.Provisioning;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes streams and consumers, or looks whether they are there and fit. Thread-safe. */
final class Provisioner {
    private final Api api;
    private final Blueprints blueprints;

    /** When the keeper of a stream was seen last. */
    private final Map<String, Long> kept = new ConcurrentHashMap<>();

    Provisioner(Api api, Blueprints blueprints) {
        this.api = api;
        this.blueprints = blueprints;
    }

    void provision(Address address, Topology topology) throws Exception {
        if (topology.provisioning() == Provisioning.NONE) {
            return;
        }
        if (address instanceof Address.Inbox && topology.startFrom() == StartFrom.EARLIEST) {
            throw new MessagingException(
                    ErrorCode.UNSUPPORTED,
                    "Wanted start-from EARLIEST for the " + address.inWords()
                            + ", found a stream that keeps nothing that all its groups have handled; possible is NOW");
        }
        boolean create = topology.provisioning() == Provisioning.CREATE;
        if (address instanceof Address.Topic topic) {
            provisionStream(topic, blueprints.stream(topic), create);
            provisionConsumer(topic, blueprints.keeper(topic), create);
        } else if (address instanceof Address.DeadLetters dead) {
            provisionStream(dead, blueprints.stream(dead), create);
            provisionConsumer(dead, blueprints.consumer(dead, Ordering.UNORDERED), create);
        } else {
            Address.Queue queue = (Address.Queue) address;
            if (api.stream(NatsNames.stream(queue)) == null) {
                throw new MessagingException(
                        ErrorCode.NOT_FOUND,
                        "Wanted the " + queue.inWords() + ", found no stream '" + NatsNames.stream(queue)
                                + "'; the topic has to be provisioned before what belongs to it");
            }
            provisionConsumer(queue, blueprints.consumer(queue, topology.ordering()), create);
        }
    }

    /** A queue's consumer; complains if there is none. */
    ConsumerInfo look(Address.Queue queue) throws Exception {
        ConsumerInfo found = api.consumer(NatsNames.stream(queue), NatsNames.consumer(queue));
        if (found == null) {
            throw missing(queue, "; it has to be provisioned before it is used");
        }
        return found;
    }

    /** Complains unless delayed messages to an address are kept until they are due. */
    void lookForKeeper(Address target) throws Exception {
        String stream = NatsNames.stream(target);
        long now = System.nanoTime();
        Long seen = kept.get(stream);
        if (seen != null && now - seen < Route.LOOK_AGAIN_NANOS) {
            return;
        }
        if (api.consumer(stream, NatsNames.KEEPER) == null) {
            throw new MessagingException(
                    ErrorCode.NOT_FOUND,
                    "Wanted to send to the " + target.inWords() + " with a delay, found no consumer '"
                            + NatsNames.KEEPER + "' of stream '" + stream
                            + "', without which it would not be kept; provisioning CREATE would make it");
        }
        kept.put(stream, now);
    }

    static MessagingException missing(Address address, String hint) {
        return new MessagingException(
                ErrorCode.NOT_FOUND, "Wanted the " + NatsNames.inWords(address) + ", found none" + hint);
    }

    private void provisionStream(Address address, StreamConfiguration wanted, boolean create) throws Exception {
        StreamInfo found = api.stream(wanted.getName());
        if (found == null) {
            mayCreate(address, create);
            try {
                api.createStream(wanted);
                return;
            } catch (JetStreamApiException e) {
                found = madeByAnother(address, e, api.stream(wanted.getName()));
            }
        }
        Fit.check(address, wanted, found.getConfiguration());
    }

    private void provisionConsumer(Address address, ConsumerConfiguration wanted, boolean create) throws Exception {
        String stream = NatsNames.stream(address);
        ConsumerInfo found = api.consumer(stream, wanted.getName());
        if (found == null) {
            mayCreate(address, create);
            try {
                api.createConsumer(stream, wanted);
                return;
            } catch (JetStreamApiException e) {
                found = madeByAnother(address, e, api.consumer(stream, wanted.getName()));
            }
        }
        Fit.check(address, wanted, found.getConsumerConfiguration());
    }

    private static void mayCreate(Address address, boolean create) {
        if (!create) {
            throw missing(address, "; provisioning VERIFY creates nothing, CREATE would");
        }
    }

    /** Somebody else may have been quicker, with other settings. */
    private static <T> T madeByAnother(Address address, JetStreamApiException refusal, @Nullable T found) {
        if (found != null) {
            return found;
        }
        throw new MessagingException(
                NativeFailures.classify(refusal),
                "Wanted to create the " + NatsNames.inWords(address) + ", found that the server refuses: "
                        + refusal.getMessage(),
                refusal);
    }
}
