package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.spi.Description;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** What a cluster says of a topic. Thread-safe. */
final class TopicFacts {
    private final Admin admin;

    TopicFacts(Admin admin) {
        this.admin = admin;
    }

    Description of(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        KafkaFuture<Map<String, TopicDescription>> shapes =
                admin.describeTopics(List.of(topic)).allTopicNames();
        KafkaFuture<Map<ConfigResource, Config>> settings =
                admin.describeConfigs(List.of(resource)).all();
        List<TopicPartitionInfo> partitions =
                Objects.requireNonNull(shapes.get().get(topic)).partitions();
        Description.Builder facts = Description.builder()
                .partitions(partitions.size())
                .replicas(partitions.stream()
                        .mapToInt(partition -> partition.replicas().size())
                        .min()
                        .orElse(0));
        Config config = readable(settings, resource);
        if (config == null) {
            facts.unseen(
                    "retention, clean-up and min.insync.replicas of the topic, because this account may not DescribeConfigs",
                    "kafka-configs.sh --describe --all --entity-type topics shows them.");
            return facts.build();
        }
        keeping(config, facts);
        copies(config, partitions, facts);
        return facts.build();
    }

    private static @Nullable Config readable(KafkaFuture<Map<ConfigResource, Config>> settings, ConfigResource resource)
            throws Exception {
        try {
            return settings.get().get(resource);
        } catch (ExecutionException e) {
            if (KafkaErrors.code(e) == ErrorCode.PERMISSION_DENIED) {
                return null;
            }
            throw e;
        }
    }

    // https://kafka.apache.org/documentation/#topicconfigs: a negative value is none; neither looks at who has read.
    private static void keeping(Config config, Description.Builder facts) {
        String cleanup = value(config, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (cleanup.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            facts.bound(TopicConfig.CLEANUP_POLICY_CONFIG + " = " + cleanup, true);
        }
        if (!cleanup.contains(TopicConfig.CLEANUP_POLICY_DELETE)) {
            return;
        }
        long millis = number(config, TopicConfig.RETENTION_MS_CONFIG);
        if (millis >= 0) {
            facts.retention(Duration.ofMillis(millis));
        }
        long bytes = number(config, TopicConfig.RETENTION_BYTES_CONFIG);
        if (bytes >= 0) {
            facts.bound(TopicConfig.RETENTION_BYTES_CONFIG + " = " + bytes + " in each partition", true);
        }
    }

    private static void copies(Config config, List<TopicPartitionInfo> partitions, Description.Builder facts) {
        int minInSync = (int) number(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
        facts.minInSync(minInSync);
        for (TopicPartitionInfo partition : partitions) {
            if (partition.leader() == null || partition.leader().isEmpty()) {
                facts.alarm("partition " + partition.partition() + " has no leader");
            } else if (partition.isr().size() < minInSync) {
                facts.alarm("partition " + partition.partition() + " has "
                        + partition.isr().size() + " copies in sync, and min.insync.replicas is " + minInSync);
            }
        }
    }

    private static long number(Config config, String name) {
        String value = value(config, name);
        return value.isEmpty() ? -1 : Long.parseLong(value);
    }

    private static String value(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null || entry.value() == null ? "" : entry.value();
    }
}
