package dev.crossdock.benchmarks.redrive;

import dev.crossdock.messaging.MessagingConfig;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;

/**
 * Redrives all dead letters with the library and with a loop of the bare client's, turn by turn in one process, on messages with the same headers,
 * and prints how many went back per second. The first round warms up and does not count. With {@code -Xmx256m} it shows that memory
 * does not depend on how many there are.
 *
 * <pre>RedriveRatios rabbitmq|kafka [host:port [messages [rounds]]]</pre>
 */
public final class RedriveRatios {
    /** How many bytes a message has. */
    static final int BODY = 1_024;

    /** How many the bare client has in hand at most. */
    static final int PREFETCH = 1_000;

    private static final Map<String, Broker> BROKERS = Map.of(
            "rabbitmq", new Broker("localhost:5672", "crossdock.rabbitmq.addresses", BareRabbitMq::new),
            "kafka", new Broker("localhost:9092", "crossdock.kafka.bootstrap-servers", BareKafka::new));

    private RedriveRatios() {}

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        String transport = arguments.length > 0 ? arguments[0] : "";
        Broker broker = BROKERS.get(transport);
        if (broker == null) {
            throw new IllegalArgumentException(
                    "wanted one of " + BROKERS.keySet() + " as the first argument, found '" + transport + "'");
        }
        String address = arguments.length > 1 ? arguments[1] : broker.address();
        int messages = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100_000;
        int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 3;
        String name = "redrive-" + UUID.randomUUID().toString().substring(0, 8);
        MessagingConfig config =
                MessagingConfig.load().with("crossdock.transport", transport).with(broker.setting(), address);
        double[] bareRates = new double[rounds];
        double[] ourRates = new double[rounds];
        try (Redriver bare = broker.client().open(address, name + "-bare");
                Redriver ours = new WithCrossdock(config, name)) {
            rate(bare, messages);
            rate(ours, messages);
            for (int round = 0; round < rounds; round++) {
                bareRates[round] = rate(bare, messages);
                ourRates[round] = rate(ours, messages);
            }
        }
        System.out.printf(
                "%s: %,d dead letters of %,d bytes, %d rounds, heap limit %d MiB%n",
                transport, messages, BODY, rounds, Runtime.getRuntime().maxMemory() >> 20);
        System.out.println("| redriven per second | bare client | Crossdock | ratio |");
        System.out.println("|---|---|---|---|");
        System.out.printf(
                "| all | %s | %s | %.2f |%n", shown(bareRates), shown(ourRates), median(ourRates) / median(bareRates));
    }

    private static double rate(Redriver redriver, int messages) throws Exception {
        redriver.bury(messages);
        long began = System.nanoTime();
        redriver.redrive(messages);
        return messages * 1e9 / (System.nanoTime() - began);
    }

    private static double median(double[] rates) {
        return Arrays.stream(rates).sorted().toArray()[rates.length / 2];
    }

    private static String shown(double[] rates) {
        return String.format(
                "%,.0f (%,.0f–%,.0f)",
                median(rates),
                Arrays.stream(rates).min().orElse(0),
                Arrays.stream(rates).max().orElse(0));
    }

    /** A broker that has a bare client here. */
    private record Broker(String address, String setting, BareClient client) {}

    /** Opens one. */
    private interface BareClient {
        Redriver open(String address, String name) throws Exception;
    }
}
