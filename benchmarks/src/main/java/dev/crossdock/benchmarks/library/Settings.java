package dev.crossdock.benchmarks.library;

import dev.crossdock.benchmarks.subject.Broker;
import dev.crossdock.messaging.MessagingConfig;
import java.util.Map;

/** The library's defaults, and where the broker is. */
public final class Settings {
    private Settings() {}

    /**
     * For a broker.
     *
     * @param ordered whether consumers keep an order, of which SQS has to know beforehand
     */
    public static MessagingConfig of(Broker broker, boolean ordered) {
        MessagingConfig config = MessagingConfig.load().with("crossdock.transport", broker.transport());
        for (Map.Entry<String, String> setting : where(broker, ordered).entrySet()) {
            config = config.with(setting.getKey(), setting.getValue());
        }
        return config;
    }

    private static Map<String, String> where(Broker broker, boolean ordered) {
        String address = broker.address();
        return switch (broker.transport()) {
            case "inmemory" -> Map.of("crossdock.inmemory.mode", address);
            case "rabbitmq" -> Map.of("crossdock.rabbitmq.addresses", address);
            case "kafka" -> Map.of("crossdock.kafka.bootstrap-servers", address);
            case "nats" -> Map.of("crossdock.nats.servers", address);
            case "pulsar" -> Map.of("crossdock.pulsar.service-url", "pulsar://" + address);
            case "sqs" ->
                Map.of(
                        "crossdock.sqs.endpoint", "http://" + address,
                        "crossdock.sqs.region", "us-east-1",
                        "crossdock.sqs.access-key-id", "benchmark",
                        "crossdock.sqs.secret-access-key", "benchmark",
                        "crossdock.sqs.fifo", Boolean.toString(ordered));
            default -> throw new IllegalArgumentException("wanted a transport of this library, found " + broker);
        };
    }
}
