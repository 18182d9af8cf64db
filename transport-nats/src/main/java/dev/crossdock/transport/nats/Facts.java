package dev.crossdock.transport.nats;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Description;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the server says of streams and consumers: of a queue in its topic's stream, what is the queue's alone. */
final class Facts {
    private Facts() {}

    static Description of(Address address, Api api) throws Exception {
        Description.Builder facts = Description.builder();
        if (address instanceof Address.Topic || address instanceof Address.DeadLetters) {
            StreamInfo stream = api.stream(NatsNames.stream(address));
            if (stream == null) {
                throw Provisioner.missing(address, "");
            }
            describe(stream.getConfiguration(), facts);
        }
        if (address instanceof Address.Queue queue) {
            ConsumerInfo consumer = api.consumer(NatsNames.stream(queue), NatsNames.consumer(queue));
            if (consumer == null) {
                throw Provisioner.missing(queue, "");
            }
            describe(consumer.getConsumerConfiguration(), facts);
        }
        return facts.build();
    }

    static void describe(StreamConfiguration stream, Description.Builder facts) {
        // What is acknowledged by a majority is confirmed.
        facts.replicas(stream.getReplicas()).minInSync(stream.getReplicas() / 2 + 1);
        facts.onlyInMemory(stream.getStorageType() == StorageType.Memory);
        if (isSome(stream.getMaxAge())) {
            facts.retention(stream.getMaxAge());
        }
        boolean refuses = stream.getDiscardPolicy() == DiscardPolicy.New;
        String then = refuses ? "" : " (discard old)";
        if (stream.getMaxMsgs() > 0) {
            facts.bound("max_msgs = " + stream.getMaxMsgs() + then, !refuses);
        }
        if (stream.getMaxBytes() > 0) {
            facts.bound("max_bytes = " + stream.getMaxBytes() + then, !refuses);
        }
        if (stream.getMaxMsgsPerSubject() > 0) {
            facts.bound(
                    "max_msgs_per_subject = " + stream.getMaxMsgsPerSubject(),
                    !(refuses && stream.isDiscardNewPerSubject()));
        }
    }

    static void describe(ConsumerConfiguration consumer, Description.Builder facts) {
        if (consumer.getMaxDeliver() > 0) {
            facts.deliveryLimit((int) Math.min(Integer.MAX_VALUE, consumer.getMaxDeliver()));
        }
        if (isSome(consumer.getInactiveThreshold())) {
            facts.deletedWhenUnused(consumer.getInactiveThreshold());
        }
        if (consumer.isMemStorage()) {
            facts.onlyInMemory(true);
        }
    }

    private static boolean isSome(@Nullable Duration time) {
        return time != null && !time.isZero();
    }
}
