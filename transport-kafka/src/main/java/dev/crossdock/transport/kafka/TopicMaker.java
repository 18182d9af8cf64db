package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
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
 * Asks for topics, and makes those that are missing and wanted: many with one request, because a cluster takes as long for
 * one as for a dozen. Thread-safe.
 */
final class TopicMaker {
    private static final Executor LATER = CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);
    private static final int BROKERS_OWN_MAX_MESSAGE_BYTES = 1_048_588;

    private final Admin admin;
    private final KafkaConfig config;

    TopicMaker(Admin admin, KafkaConfig config) {
        this.admin = admin;
        this.config = config;
    }

    /**
     * What somebody wants to know of a topic.
     *
     * @param make whether it shall be made if it is missing
     * @param answer is completed with what is there, or why nothing is
     */
    record Wish(Address address, String name, boolean make, CompletableFuture<Found> answer) {}

    /**
     * A topic that is there.
     *
     * @param name what it is called on Kafka
     * @param partitions how many it has
     * @param made whether it was made just now, and by this process
     */
    record Found(String name, int partitions, boolean made) {}

    /** Answers each wish, sooner or later. */
    void fulfil(List<Wish> wishes) {
        Map<String, Wish> byName = new LinkedHashMap<>();
        wishes.forEach(wish -> byName.put(wish.name(), wish));
        List<Wish> missing = new ArrayList<>();
        List<CompletionStage<?>> asked = new ArrayList<>();
        admin.describeTopics(byName.keySet()).topicNameValues().forEach((name, description) -> {
            Wish wish = Objects.requireNonNull(byName.get(name));
            asked.add(description.toCompletionStage().handle((found, failure) -> {
                Throwable cause = failure == null ? null : KafkaErrors.unwrapped(failure);
                if (cause == null) {
                    wish.answer()
                            .complete(new Found(wish.name(), found.partitions().size(), false));
                } else if (!(cause instanceof UnknownTopicOrPartitionException)) {
                    wish.answer().completeExceptionally(explained(wish.address(), cause));
                } else if (!wish.make()) {
                    wish.answer().completeExceptionally(missing(wish));
                } else {
                    synchronized (missing) {
                        missing.add(wish);
                    }
                }
                return null;
            }));
        });
        afterAll(asked, () -> {
            if (!missing.isEmpty()) {
                make(missing);
            }
        });
    }

    private void make(List<Wish> wishes) {
        Map<String, Wish> byName = new HashMap<>();
        List<NewTopic> topics = new ArrayList<>();
        for (Wish wish : wishes) {
            byName.put(wish.name(), wish);
            boolean shared = wish.address() instanceof Address.Topic || wish.address() instanceof Address.Inbox;
            topics.add(
                    new NewTopic(wish.name(), Optional.of(shared ? config.partitions() : 1), config.replicationFactor())
                            .configs(settings(wish.address())));
        }
        Map<String, Boolean> there = new HashMap<>();
        List<CompletionStage<?>> asked = new ArrayList<>();
        admin.createTopics(topics)
                .values()
                .forEach((name, created) ->
                        asked.add(created.toCompletionStage().handle((nothing, failure) -> {
                            Throwable cause = failure == null ? null : KafkaErrors.unwrapped(failure);
                            Wish wish = Objects.requireNonNull(byName.get(name));
                            if (cause != null && !(cause instanceof TopicExistsException)) {
                                wish.answer().completeExceptionally(explained(wish.address(), cause));
                                return null;
                            }
                            synchronized (there) {
                                there.put(name, cause == null);
                            }
                            return null;
                        })));
        afterAll(asked, () -> {
            if (!there.isEmpty()) {
                awaitLeaders(byName, there);
            }
        });
    }

    // A new topic takes a moment until its leaders lead; an idempotent producer that is quicker fails (KAFKA-15591).
    // That
    // they are known is not enough; only then are they asked, because the client complains loudly of a topic unknown.
    private void awaitLeaders(Map<String, Wish> byName, Map<String, Boolean> made) {
        long patience = System.nanoTime() + config.requestTimeout().toNanos();
        var unused = untilItWorks(
                        patience, () -> admin.describeTopics(made.keySet()).allTopicNames())
                .thenCompose(known -> untilItWorks(
                                patience,
                                () -> admin.listOffsets(ends(known.values())).all())
                        .thenApply(offsets -> known))
                .whenComplete((known, failure) -> made.forEach((name, byUs) -> {
                    CompletableFuture<Found> answer =
                            Objects.requireNonNull(byName.get(name)).answer();
                    if (failure == null) {
                        TopicDescription description = Objects.requireNonNull(known.get(name));
                        answer.complete(new Found(name, description.partitions().size(), byUs));
                    } else {
                        answer.completeExceptionally(KafkaErrors.unwrapped(failure));
                    }
                }));
    }

    private static Map<TopicPartition, OffsetSpec> ends(Collection<TopicDescription> topics) {
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        for (TopicDescription topic : topics) {
            topic.partitions()
                    .forEach(partition ->
                            all.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
        }
        return all;
    }

    private static <T> CompletableFuture<T> untilItWorks(long patience, Supplier<KafkaFuture<T>> question) {
        CompletableFuture<T> worked = new CompletableFuture<>();
        tryUntilItWorks(patience, question, worked);
        return worked;
    }

    private static <T> void tryUntilItWorks(
            long patience, Supplier<KafkaFuture<T>> question, CompletableFuture<T> worked) {
        var unused = question.get().whenComplete((answer, failure) -> {
            if (failure == null) {
                worked.complete(answer);
                return;
            }
            Throwable cause = KafkaErrors.unwrapped(failure);
            if (cause instanceof RetriableException && System.nanoTime() < patience) {
                LATER.execute(() -> tryUntilItWorks(patience, question, worked));
            } else {
                worked.completeExceptionally(cause);
            }
        });
    }

    private static void afterAll(List<CompletionStage<?>> stages, Runnable action) {
        var unused = CompletableFuture.allOf(stages.stream()
                        .map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture<?>[]::new))
                .thenRun(action);
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

    private static MessagingException missing(Wish wish) {
        return new MessagingException(
                ErrorCode.NOT_FOUND,
                "Wanted the " + wish.address().inWords() + ", found no Kafka topic '" + wish.name()
                        + "'; it is made when crossdock.provision is create, or by hand");
    }

    private static Throwable explained(Address address, Throwable cause) {
        return cause instanceof InvalidTopicException
                ? new MessagingException(
                        ErrorCode.CONFLICT,
                        "Wanted the " + address.inWords() + ", found that the broker refuses its name: "
                                + cause.getMessage(),
                        cause)
                : cause;
    }
}
