package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Topology.Provisioning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Knows which Kafka topics are there, and makes those that are wanted. Thread-safe.
 *
 * <p>Nothing may be asked of a producer or consumer about a topic before it is known here: a broker makes topics that it is
 * asked about, unless it was told not to.
 */
final class KafkaTopics {
    private static final Executor LATER = CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);
    private static final int BROKERS_OWN_MAX_MESSAGE_BYTES = 1_048_588;

    private final Admin admin;
    private final KafkaConfig config;
    private final KafkaNames names;
    private final Map<Address, CompletableFuture<Found>> known = new ConcurrentHashMap<>();

    KafkaTopics(Admin admin, KafkaConfig config, KafkaNames names) {
        this.admin = admin;
        this.config = config;
        this.names = names;
    }

    /**
     * A topic that is there.
     *
     * @param partitions how many it has
     * @param made whether it was made just now, and by this process
     */
    record Found(int partitions, boolean made) {}

    /** Waits until a topic is there, if it was begun to be made; else asks whether it is. */
    Found require(Address address) throws Exception {
        return await(begin(address, false), address);
    }

    /** Makes a topic if it is missing. */
    Found make(Address address) throws Exception {
        return await(begin(address, true), address);
    }

    /** Begins to make a topic if it is missing; whoever needs it waits for it. */
    void beginToMake(Address address) {
        var unused = begin(address, true);
    }

    /** Waits for the lanes of a group that were begun to be made. */
    void awaitLanes(Address.Inbox inbox) throws Exception {
        for (Map.Entry<Address, CompletableFuture<Found>> entry : known.entrySet()) {
            if (entry.getKey() instanceof Address.DelayLane lane
                    && (lane.target().equals(inbox) || lane.target().equals(new Address.Topic(inbox.topic())))) {
                await(entry.getValue(), lane);
            }
        }
    }

    /** Whether a topic is known to be there, without asking; fails if it could not be made or found. */
    boolean isThere(Address address) throws Exception {
        CompletableFuture<Found> state = begin(address, false);
        return state.isDone() && await(state, address).partitions() > 0;
    }

    /** Something was refused because the topic is gone: it will be asked for again. */
    void forget(Address address) {
        known.remove(address);
    }

    private CompletableFuture<Found> begin(Address address, boolean make) {
        CompletableFuture<Found> mine = new CompletableFuture<>();
        CompletableFuture<Found> before = known.putIfAbsent(address, mine);
        if (before != null && !(make && isMissing(before))) {
            return before;
        }
        if (before != null && !known.replace(address, before, mine)) {
            return begin(address, make);
        }
        find(address, make).whenComplete((found, failure) -> {
            if (failure == null) {
                mine.complete(found);
                // Made once: from now on it is one that was there.
                known.replace(address, mine, CompletableFuture.completedFuture(new Found(found.partitions(), false)));
            } else {
                known.remove(address, mine);
                mine.completeExceptionally(KafkaErrors.unwrapped(failure));
            }
        });
        return mine;
    }

    private static boolean isMissing(CompletableFuture<Found> state) {
        return !state.isDone() || state.isCompletedExceptionally();
    }

    private CompletionStage<Found> find(Address address, boolean make) {
        String name = names.topic(address);
        return admin.describeTopics(List.of(name))
                .allTopicNames()
                .toCompletionStage()
                .handle((descriptions, failure) -> {
                    if (failure == null) {
                        TopicDescription description = Objects.requireNonNull(descriptions.get(name));
                        return CompletableFuture.completedFuture(
                                new Found(description.partitions().size(), false));
                    }
                    Throwable cause = KafkaErrors.unwrapped(failure);
                    if (!(cause instanceof UnknownTopicOrPartitionException)) {
                        return CompletableFuture.<Found>failedFuture(explained(address, cause));
                    }
                    return make ? create(address, name) : CompletableFuture.<Found>failedFuture(missing(address, name));
                })
                .thenCompose(stage -> stage);
    }

    private CompletableFuture<Found> create(Address address, String name) {
        boolean shared = address instanceof Address.Topic || address instanceof Address.Inbox;
        int partitions = shared ? config.partitions() : 1;
        NewTopic topic =
                new NewTopic(name, Optional.of(partitions), config.replicationFactor()).configs(settings(address));
        return admin.createTopics(List.of(topic))
                .all()
                .toCompletionStage()
                .handle((nothing, failure) -> {
                    Throwable cause = failure == null ? null : KafkaErrors.unwrapped(failure);
                    if (cause != null && !(cause instanceof TopicExistsException)) {
                        return CompletableFuture.<Found>failedFuture(explained(address, cause));
                    }
                    return cause == null
                            ? ready(name, partitions).thenApply(ready -> new Found(partitions, true))
                            : ready(name, 1).thenCompose(ready -> find(address, false));
                })
                .thenCompose(stage -> stage)
                .toCompletableFuture();
    }

    // A new topic takes a moment until its leaders lead; an idempotent producer that is quicker fails (KAFKA-15591). That
    // they are known is not enough; only then are they asked, because the client complains loudly of a topic unknown.
    private CompletableFuture<Void> ready(String name, int partitions) {
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        for (int i = 0; i < partitions; i++) {
            all.put(new TopicPartition(name, i), OffsetSpec.latest());
        }
        long patience = System.nanoTime() + config.requestTimeout().toNanos();
        return untilItWorks(patience, () -> admin.describeTopics(List.of(name)).allTopicNames())
                .thenCompose(known ->
                        untilItWorks(patience, () -> admin.listOffsets(all).all()));
    }

    private static CompletableFuture<Void> untilItWorks(long patience, Supplier<KafkaFuture<?>> question) {
        return question.get()
                .toCompletionStage()
                .handle((answer, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    Throwable cause = KafkaErrors.unwrapped(failure);
                    boolean notYet = cause instanceof RetriableException && System.nanoTime() < patience;
                    return notYet
                            ? CompletableFuture.supplyAsync(() -> untilItWorks(patience, question), LATER)
                                    .thenCompose(again -> again)
                            : CompletableFuture.<Void>failedFuture(cause);
                })
                .thenCompose(stage -> stage)
                .toCompletableFuture();
    }

    private Map<String, String> settings(Address address) {
        Map<String, String> settings = new HashMap<>();
        if (config.maxMessageBytes() > BROKERS_OWN_MAX_MESSAGE_BYTES) {
            settings.put("max.message.bytes", Integer.toString(config.maxMessageBytes()));
        }
        if (address instanceof Address.Topic) {
            return settings;
        }
        settings.put("cleanup.policy", "delete");
        if (address instanceof Address.Inbox) {
            config.inboxRetention()
                    .ifPresent(retention -> settings.put("retention.ms", Long.toString(retention.toMillis())));
        } else {
            // Nothing in it goes before somebody has seen it; what is done is deleted by whoever has done it.
            settings.put("retention.ms", "-1");
            settings.put("retention.bytes", "-1");
        }
        return settings;
    }

    private Found await(CompletableFuture<Found> state, Address address) throws Exception {
        // Two requests, each of which ends in time by itself.
        Duration limit = config.requestTimeout().multipliedBy(4);
        try {
            return state.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failureOf(e);
        } catch (TimeoutException e) {
            throw new MessagingException(
                    ErrorCode.UNAVAILABLE,
                    "Wanted to know of the " + AddressText.of(address) + " within " + limit.toMillis()
                            + " ms, found no answer of the broker",
                    e);
        }
    }

    private static Exception failureOf(ExecutionException e) {
        // A new one each time: several threads may wait for the same failure.
        Throwable cause = KafkaErrors.unwrapped(e);
        if (cause instanceof MessagingException known) {
            String text = String.valueOf(known.getMessage());
            return new MessagingException(known.code(), text.substring(text.indexOf(' ') + 1), known.getCause());
        }
        return cause instanceof Exception exception ? exception : e;
    }

    private MessagingException missing(Address address, String name) {
        return new MessagingException(
                ErrorCode.NOT_FOUND,
                "Wanted the " + AddressText.of(address) + ", found no Kafka topic '" + name
                        + "'; it is made when crossdock.provision is create, or by hand");
    }

    private static Throwable explained(Address address, Throwable cause) {
        return cause instanceof InvalidTopicException
                ? new MessagingException(
                        ErrorCode.CONFLICT,
                        "Wanted to make the " + AddressText.of(address) + ", found that the broker refuses its name: "
                                + cause.getMessage(),
                        cause)
                : cause;
    }

    /** All partitions that a queue is read from. */
    List<TopicPartition> partitions(Address.Queue queue) throws Exception {
        List<TopicPartition> all = new ArrayList<>();
        for (Address source : sources(queue)) {
            int count = require(source).partitions();
            for (int i = 0; i < count; i++) {
                all.add(new TopicPartition(names.topic(source), i));
            }
        }
        return all;
    }

    /** What a queue is read from: an inbox from its topic, too. */
    static List<Address> sources(Address.Queue queue) {
        return queue instanceof Address.Inbox inbox ? List.of(new Address.Topic(inbox.topic()), inbox) : List.of(queue);
    }

    /** Whether an address may be made in this way; else whether it is there. */
    Found provision(Address address, Provisioning provisioning) throws Exception {
        return provisioning == Provisioning.CREATE ? make(address) : require(address);
    }
}
