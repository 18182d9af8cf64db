package dev.crossdock.benchmarks;

import dev.crossdock.messaging.MessagingConfig;
import java.util.Map;
import java.util.UUID;

/**
 * Compares the library with the bare client of a broker: the same work in one process, taking turns round by round, and
 * prints medians and what they are to each other. The first round warms up and does not count.
 *
 * <pre>BrokerRatios rabbitmq|kafka|nats [host:port [messages [rounds [prefetch [headers]]]]]</pre>
 *
 * <p>The bare client sends bodies alone, or with {@code headers} id, time and content type as the library does.
 *
 * <p>Settings of the transport can be given as system properties, {@code -Dcrossdock.kafka.compression=lz4}; the bare
 * client does not read them.
 */
public final class BrokerRatios {
    private static final int IN_FLIGHT = 1_000;

    private static final Map<String, Broker> BROKERS = Map.of(
            "rabbitmq", new Broker("localhost:5672", "crossdock.rabbitmq.addresses", 250, BareRabbitMq::new),
            "kafka", new Broker("localhost:9092", "crossdock.kafka.bootstrap-servers", 500, BareKafka::new),
            "nats", new Broker("localhost:4222", "crossdock.nats.servers", 500, BareNats::new));

    private BrokerRatios() {}

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        String transport = arguments.length > 0 ? arguments[0] : "";
        Broker broker = BROKERS.get(transport);
        if (broker == null) {
            throw new IllegalArgumentException(
                    "wanted one of " + BROKERS.keySet() + " as the first argument, found '" + transport + "'");
        }
        String address = arguments.length > 1 ? arguments[1] : broker.address();
        int messages = number(arguments, 2, 50_000) / Workload.BATCH * Workload.BATCH;
        int rounds = number(arguments, 3, 5);
        boolean headers = arguments.length > 5 && arguments[5].equals("headers");
        Workload work = new Workload(messages, IN_FLIGHT, number(arguments, 4, broker.prefetch()), headers);
        String name = "bench-" + UUID.randomUUID().toString().substring(0, 8);
        MessagingConfig config =
                MessagingConfig.load().with("crossdock.transport", transport).with(broker.setting(), address);
        Rates bareRates = new Rates();
        Rates ourRates = new Rates();
        try (Contender bare = broker.client().open(address, name + "-bare", work);
                Contender ours = new WithCrossdock(config, name, work)) {
            new Rates().add(bare, messages);
            new Rates().add(ours, messages);
            for (int round = 0; round < rounds; round++) {
                bareRates.add(bare, messages);
                ourRates.add(ours, messages);
            }
        }
        System.out.printf(
                "%s: %,d messages of %,d bytes, %d rounds, prefetch %d, at most %,d without an answer; bare client %s headers%n",
                transport, messages, Workload.BODY, rounds, work.prefetch(), IN_FLIGHT, headers ? "with" : "without");
        System.out.println(
                "| messages per second | bare client | Crossdock | ratio | CPU of the process, µs per message |");
        System.out.println("|---|---|---|---|---|");
        print("publish, one by one", bareRates.each(), ourRates.each());
        print("publish, batches of " + Workload.BATCH, bareRates.batches(), ourRates.batches());
        print("consume a backlog", bareRates.consume(), ourRates.consume());
    }

    private static void print(String step, Samples bare, Samples ours) {
        System.out.printf(
                "| %s | %s | %s | %.2f | %.1f, %.1f |%n",
                step, bare, ours, ours.rate() / bare.rate(), bare.cost(), ours.cost());
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    /** A broker that has a bare client here, and what is usual with it. */
    private record Broker(String address, String setting, int prefetch, BareClient client) {}

    /** Opens one. */
    private interface BareClient {
        Contender open(String address, String name, Workload work) throws Exception;
    }
}
