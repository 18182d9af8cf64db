package dev.crossdock.benchmarks.peers.smallrye;

import dev.crossdock.benchmarks.subject.Broker;
import dev.crossdock.benchmarks.subject.Work;
import java.util.HashMap;
import java.util.Map;

/** Settings of both sides: what the others have too, by the names that it has here. */
record Settings(Map<String, String> publishing, Map<String, String> consuming) {
    /** The channel that publishes. */
    static final String OUT = "out";

    /** The channel that consumes. */
    static final String IN = "in";

    static Settings of(Broker broker, Work work) {
        Map<String, String> out =
                switch (broker.transport()) {
                    case "kafka" -> kafkaOut(broker.address(), work);
                    case "rabbitmq" -> rabbitOut(broker.address(), work);
                    case "pulsar" -> pulsarOut(broker.address(), work);
                    default -> throw new IllegalArgumentException("wanted Kafka, RabbitMQ or Pulsar, found " + broker);
                };
        Map<String, String> in =
                switch (broker.transport()) {
                    case "kafka" -> kafkaIn(broker.address(), work);
                    case "rabbitmq" -> rabbitIn(broker.address(), work);
                    default -> pulsarIn(broker.address(), work);
                };
        String connector = "smallrye-" + broker.transport();
        return new Settings(channels(connector, out, in, true), channels(connector, out, in, false));
    }

    private static Map<String, String> channels(
            String connector, Map<String, String> out, Map<String, String> in, boolean publishing) {
        Map<String, String> all = new HashMap<>();
        String outgoing = "mp.messaging.outgoing." + OUT + ".";
        String incoming = "mp.messaging.incoming." + IN + ".";
        all.put(outgoing + "connector", connector);
        all.put(outgoing + "enabled", Boolean.toString(publishing));
        all.put(incoming + "connector", connector);
        all.put(incoming + "enabled", Boolean.toString(!publishing));
        out.forEach((name, value) -> all.put(outgoing + name, value));
        in.forEach((name, value) -> all.put(incoming + name, value));
        return all;
    }

    private static Map<String, String> kafkaOut(String address, Work work) {
        return Map.of(
                "bootstrap.servers", address,
                "topic", work.topic(),
                "value.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer",
                "acks", "all",
                "linger.ms", "1",
                "batch.size", "131072",
                "buffer.memory", "67108864",
                "max-inflight-messages", Integer.toString(work.inFlight()));
    }

    private static Map<String, String> kafkaIn(String address, Work work) {
        return Map.of(
                "bootstrap.servers", address,
                "topic", work.topic(),
                "group.id", work.topic(),
                "value.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer",
                "auto.offset.reset", "earliest",
                "isolation.level", "read_committed",
                "max.poll.records", Integer.toString(work.share()),
                "concurrency", Integer.toString(work.consumers()));
    }

    private static Map<String, String> rabbitOut(String address, Work work) {
        return Map.of(
                "host", host(address),
                "port", port(address),
                "exchange.name", work.topic(),
                "exchange.type", "fanout",
                "publish-confirms", "true",
                "max-inflight-messages", Integer.toString(work.inFlight()));
    }

    private static Map<String, String> rabbitIn(String address, Work work) {
        return Map.of(
                "host", host(address),
                "port", port(address),
                "exchange.name", work.topic(),
                "exchange.type", "fanout",
                "queue.name", work.topic(),
                "queue.x-queue-type", "quorum",
                "auto-acknowledgement", "false",
                "max-outstanding-messages", Integer.toString(work.share()),
                "concurrency", Integer.toString(work.consumers()));
    }

    private static Map<String, String> pulsarOut(String address, Work work) {
        return Map.of(
                "serviceUrl", "pulsar://" + address,
                "topic", work.topic(),
                "schema", "BYTES",
                "maxPendingMessages", Integer.toString(work.inFlight()));
    }

    private static Map<String, String> pulsarIn(String address, Work work) {
        return Map.of(
                "serviceUrl", "pulsar://" + address,
                "topic", work.topic(),
                "schema", "BYTES",
                "subscriptionName", work.topic(),
                "subscriptionType", "Shared",
                "receiverQueueSize", Integer.toString(work.share()),
                "concurrency", Integer.toString(work.consumers()));
    }

    private static String host(String address) {
        return address.substring(0, address.indexOf(':'));
    }

    private static String port(String address) {
        return address.substring(address.indexOf(':') + 1);
    }
}
