package dev.crossdock.transport.nats;

import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.spi.Address;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.PriorityPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.List;

/** Streams and consumers as this library makes them. Immutable. */
final class Blueprints {
    /** The one priority group of a consumer with order. */
    static final String PRIORITY_GROUP = "crossdock";

    private static final int NO_LIMIT = Integer.MAX_VALUE;

    /** Whoever looks at dead letters takes its time. */
    private static final Duration LOOKING = Duration.ofSeconds(30);

    private final NatsConfig config;
    private final boolean schedules;

    /** @param schedules whether the server delays messages */
    Blueprints(NatsConfig config, boolean schedules) {
        this.config = config;
        this.schedules = schedules;
    }

    /** Holds what is sent to a topic, or to one of its groups, until each group that it is for has settled it. */
    StreamConfiguration stream(Address.Topic topic) {
        StreamConfiguration.Builder stream = stream(NatsNames.stream(topic), NatsNames.subjectsOf(topic))
                .retentionPolicy(RetentionPolicy.Interest)
                .allowMessageTtl();
        // The server does not have schedules in a stream that refuses new messages; so limits on it are refused here.
        return schedules
                ? stream.allowMessageSchedules()
                        .discardPolicy(DiscardPolicy.Old)
                        .build()
                : stream.build();
    }

    /** Holds dead letters until somebody takes them, whether or not their consumer is there. */
    StreamConfiguration stream(Address.DeadLetters dead) {
        return stream(NatsNames.stream(dead), List.of(NatsNames.subject(dead)))
                .retentionPolicy(RetentionPolicy.WorkQueue)
                .build();
    }

    ConsumerConfiguration consumer(Address.Queue queue, Ordering ordering) {
        ConsumerConfiguration.Builder consumer = consumer(NatsNames.consumer(queue));
        if (queue instanceof Address.DeadLetters) {
            return consumer.ackWait(config.ackWait().compareTo(LOOKING) > 0 ? config.ackWait() : LOOKING)
                    .deliverPolicy(DeliverPolicy.All)
                    .build();
        }
        consumer.ackWait(config.ackWait()).deliverPolicy(DeliverPolicy.New);
        if (!(queue instanceof Address.Inbox inbox)) {
            return consumer.filterSubjects(NatsNames.subject(queue)).build();
        }
        consumer.filterSubjects(NatsNames.subject(new Address.Topic(inbox.topic())), NatsNames.subject(inbox));
        return ordering == Ordering.UNORDERED
                ? consumer.build()
                : consumer.priorityGroups(PRIORITY_GROUP)
                        .priorityPolicy(PriorityPolicy.PinnedClient)
                        .priorityTimeout(config.ackWait())
                        .build();
    }

    /** Nobody reads it: a stream like a topic's keeps only what some consumer is there for. */
    ConsumerConfiguration keeper(Address.Topic topic) {
        return consumer(NatsNames.KEEPER)
                .deliverPolicy(DeliverPolicy.New)
                .filterSubjects(NatsNames.keptOf(topic))
                .build();
    }

    private StreamConfiguration.Builder stream(String name, List<String> subjects) {
        return StreamConfiguration.builder()
                .name(name)
                .subjects(subjects)
                .storageType(StorageType.File)
                .replicas(config.replicas())
                // If somebody sets a limit, it is the sender who has to hear of it and not the oldest message.
                .discardPolicy(DiscardPolicy.New)
                .allowDirect(true);
    }

    private static ConsumerConfiguration.Builder consumer(String name) {
        return ConsumerConfiguration.builder()
                .name(name)
                .durable(name)
                .ackPolicy(AckPolicy.Explicit)
                // The engine counts and makes dead letters; beyond the server's own limit a message is never seen
                // again.
                .maxDeliver(-1)
                // What waits for a delay is pending, and must not keep others from coming. The client does not send -1,
                // for
                // which the server would take 1000.
                .maxAckPending(NO_LIMIT);
    }
}
