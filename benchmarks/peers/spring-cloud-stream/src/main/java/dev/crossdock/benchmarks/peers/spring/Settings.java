package dev.crossdock.benchmarks.peers.spring;

import dev.crossdock.benchmarks.subject.Broker;
import dev.crossdock.benchmarks.subject.Work;
import java.util.HashMap;
import java.util.Map;

/** The application's properties: what the others have too, by the names that it has here. */
final class Settings {
    /** The binding that publishes. */
    static final String OUT = "publish-out-0";

    /** The binding that consumes. */
    static final String IN = "sink-in-0";

    /** The channel that hears of what Kafka has stored. */
    static final String STORED = "stored";

    private static final String GROUP = "group";
    private static final String STREAM = "spring.cloud.stream.";

    private Settings() {}

    static Map<String, Object> of(Broker broker, Work work) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("spring.main.banner-mode", "off");
        settings.put("logging.level.root", "WARN");
        settings.put("spring.cloud.function.definition", "sink");
        settings.put(STREAM + "output-bindings", "publish");
        settings.put(STREAM + "bindings." + OUT + ".destination", work.topic());
        settings.put(STREAM + "bindings." + OUT + ".producer.required-groups", GROUP);
        settings.put(STREAM + "bindings." + OUT + ".producer.error-channel-enabled", "true");
        // The body is bytes on both sides: else each is looked at three times, and not once, whether it is JSON.
        settings.put(STREAM + "bindings." + OUT + ".producer.use-native-encoding", "true");
        settings.put(STREAM + "bindings." + IN + ".consumer.use-native-decoding", "true");
        settings.put(STREAM + "bindings." + IN + ".destination", work.topic());
        settings.put(STREAM + "bindings." + IN + ".group", GROUP);
        settings.put(STREAM + "bindings." + IN + ".consumer.concurrency", work.consumers());
        settings.put(STREAM + "bindings." + IN + ".consumer.auto-startup", "false");
        if (broker.transport().equals("kafka")) {
            kafka(settings, broker.address(), work);
        } else {
            rabbit(settings, broker.address(), work);
        }
        return settings;
    }

    private static void kafka(Map<String, Object> settings, String address, Work work) {
        String binder = STREAM + "kafka.binder.";
        settings.put(STREAM + "default-binder", "kafka");
        settings.put(binder + "brokers", address);
        settings.put(binder + "min-partition-count", "6");
        settings.put(binder + "replication-factor", "1");
        settings.put(binder + "producer-properties[acks]", "all");
        settings.put(binder + "producer-properties[linger.ms]", "1");
        settings.put(binder + "producer-properties[batch.size]", "131072");
        settings.put(binder + "producer-properties[buffer.memory]", "67108864");
        settings.put(binder + "consumer-properties[max.poll.records]", Integer.toString(work.share()));
        settings.put(binder + "consumer-properties[group.protocol]", "consumer");
        settings.put(binder + "consumer-properties[isolation.level]", "read_committed");
        settings.put(STREAM + "kafka.bindings." + OUT + ".producer.record-metadata-channel", STORED);
        settings.put(STREAM + "kafka.bindings." + IN + ".consumer.start-offset", "earliest");
    }

    private static void rabbit(Map<String, Object> settings, String address, Work work) {
        String out = STREAM + "rabbit.bindings." + OUT + ".producer.";
        String in = STREAM + "rabbit.bindings." + IN + ".consumer.";
        settings.put(STREAM + "default-binder", "rabbit");
        settings.put("spring.rabbitmq.addresses", address);
        settings.put("spring.rabbitmq.publisher-confirm-type", "correlated");
        settings.put("spring.rabbitmq.publisher-returns", "true");
        settings.put(out + "use-confirm-header", "true");
        settings.put(out + "exchange-type", "fanout");
        settings.put(out + "quorum.enabled", "true");
        settings.put(in + "exchange-type", "fanout");
        settings.put(in + "quorum.enabled", "true");
        settings.put(in + "prefetch", work.share());
        settings.put(in + "batch-size", Math.max(1, work.share() / 2));
    }
}
