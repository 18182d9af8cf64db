package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.spi.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The properties of the native clients: what was set below {@code client.}, {@code producer.}, {@code consumer.} and
 * {@code admin.}, and on top of that what the contract depends on. Immutable.
 */
final class ClientProperties {
    // What is decided here, or nothing of what is promised holds.
    private static final Set<String> OURS = Set.of(
            "bootstrap.servers",
            "request.timeout.ms",
            "default.api.timeout.ms",
            "key.serializer",
            "value.serializer",
            "key.deserializer",
            "value.deserializer",
            "acks",
            "enable.idempotence",
            "transactional.id",
            "transaction.two.phase.commit.enable",
            "max.in.flight.requests.per.connection",
            "retries",
            "max.request.size",
            "delivery.timeout.ms",
            "max.block.ms",
            "compression.type",
            "partitioner.class",
            "partitioner.ignore.keys",
            "enable.auto.commit",
            "auto.commit.interval.ms",
            "auto.offset.reset",
            "group.id",
            "group.protocol",
            "group.instance.id",
            "allow.auto.create.topics",
            "isolation.level",
            "max.poll.records");

    private static final Duration LONGEST_BLOCK = Duration.ofSeconds(2);

    private final Map<String, Object> common;
    private final Map<String, String> producer;
    private final Map<String, String> consumer;
    private final Map<String, String> admin;
    private final Limits limits;

    private ClientProperties(
            Map<String, Object> common,
            Map<String, String> producer,
            Map<String, String> consumer,
            Map<String, String> admin,
            Limits limits) {
        this.common = common;
        this.producer = producer;
        this.consumer = consumer;
        this.admin = admin;
        this.limits = limits;
    }

    static ClientProperties read(Settings settings, Limits limits) {
        Set<String> any = new TreeSet<>(ProducerConfig.configNames());
        any.addAll(ConsumerConfig.configNames());
        any.addAll(AdminClientConfig.configNames());
        Map<String, Object> common = new HashMap<>(Security.read(settings));
        common.putAll(below(settings, "client.", any));
        common.put("bootstrap.servers", servers(settings));
        common.put("request.timeout.ms", millis(limits.requestTimeout()));
        return new ClientProperties(
                common,
                below(settings, "producer.", ProducerConfig.configNames()),
                below(settings, "consumer.", ConsumerConfig.configNames()),
                below(settings, "admin.", AdminClientConfig.configNames()),
                limits);
    }

    /** Where the cluster is looked for. */
    String servers() {
        return String.valueOf(common.get("bootstrap.servers"));
    }

    Map<String, Object> producer() {
        Map<String, Object> all = known(ProducerConfig.configNames());
        // A message is waited for that long to share a request; it is the price of a single publish.
        all.put("linger.ms", "1");
        all.put("batch.size", "131072");
        all.put("buffer.memory", Long.toString(Math.max(64L << 20, 4L * limits.maxMessageBytes())));
        all.putAll(producer);
        all.put("acks", "all");
        all.put("enable.idempotence", "true");
        all.put("compression.type", limits.compression());
        all.put("max.request.size", limits.maxMessageBytes());
        all.put("delivery.timeout.ms", millis(limits.deliveryTimeout()));
        // When no broker answers any more the client forgets its topics, and to send would wait that long for them.
        // Whoever
        // publishes is not to be held for longer: what was not taken waits with the engine.
        all.put("max.block.ms", millis(shorter(limits.requestTimeout(), LONGEST_BLOCK)));
        // Nobody but a sender keeps metadata alive, and a topic that was asked for anew could be made by asking.
        all.putIfAbsent("metadata.max.idle.ms", Long.toString(Duration.ofDays(1).toMillis()));
        all.put("key.serializer", ByteArraySerializer.class.getName());
        all.put("value.serializer", ByteArraySerializer.class.getName());
        return all;
    }

    /** A consumer that is given its partitions, and belongs to no group. */
    Map<String, Object> reader() {
        Map<String, Object> all = known(ConsumerConfig.configNames());
        all.putAll(consumer);
        all.put("group.protocol", "classic");
        finish(all, 500);
        return all;
    }

    /** A member of a group. */
    Map<String, Object> member(String group, KafkaConfig.GroupProtocol protocol, int maxPollRecords) {
        Map<String, Object> all = known(ConsumerConfig.configNames());
        if (protocol == KafkaConfig.GroupProtocol.CLASSIC) {
            // Takes away only what moves; the default takes everything first.
            all.put("partition.assignment.strategy", "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        }
        if (protocol == KafkaConfig.GroupProtocol.CONSUMER) {
            // Shares out each topic evenly; the default only the sum, and then one member may have all that is empty.
            all.put("group.remote.assignor", "range");
        }
        all.putAll(consumer);
        all.put("group.id", group);
        all.put("group.protocol", protocol.name().toLowerCase(Locale.ROOT));
        finish(all, maxPollRecords);
        return all;
    }

    Map<String, Object> admin() {
        Map<String, Object> all = known(AdminClientConfig.configNames());
        all.putAll(admin);
        all.put("default.api.timeout.ms", millis(limits.requestTimeout()));
        return all;
    }

    private void finish(Map<String, Object> all, int maxPollRecords) {
        all.put("default.api.timeout.ms", millis(limits.requestTimeout()));
        all.put("enable.auto.commit", "false");
        all.put("auto.offset.reset", "none");
        all.put("allow.auto.create.topics", "false");
        // What a transaction took back was never published.
        all.put("isolation.level", "read_committed");
        all.put("max.poll.records", maxPollRecords);
        all.put("key.deserializer", ByteArrayDeserializer.class.getName());
        all.put("value.deserializer", ByteArrayDeserializer.class.getName());
    }

    // A client complains about properties that are another's.
    private Map<String, Object> known(Set<String> names) {
        Map<String, Object> some = new HashMap<>(common);
        some.keySet().removeIf(name -> !names.contains(name) && !name.equals(Login.PASSWORD));
        return some;
    }

    private static String servers(Settings settings) {
        String servers = settings.text("bootstrap-servers", "localhost:9092");
        if (servers.isEmpty()) {
            throw settings.invalid("bootstrap-servers", "at least one host:port", "nothing");
        }
        return servers;
    }

    private static Map<String, String> below(Settings settings, String family, Set<String> possible) {
        Map<String, String> found = settings.below(family);
        for (String key : found.keySet()) {
            if (OURS.contains(key)) {
                throw settings.invalid(family + key, "nothing, because what is promised depends on it", "a value");
            }
            if (!possible.contains(key)) {
                throw settings.invalid(
                        family + key, "a property that this client of Kafka knows", "one that it does not know");
            }
        }
        return found;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static int millis(Duration duration) {
        return (int) duration.toMillis();
    }

    /** What the transport's own settings say about the clients. */
    record Limits(Duration requestTimeout, Duration deliveryTimeout, int maxMessageBytes, String compression) {}
}
