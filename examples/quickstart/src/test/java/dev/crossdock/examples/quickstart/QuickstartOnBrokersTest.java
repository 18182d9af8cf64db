package dev.crossdock.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.MessagingConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;

/** The promise of the README: another line of configuration, the same outcome for each order. */
@Tag("containers")
class QuickstartOnBrokersTest {
    private static final long SEED = 11;
    private static final Map<String, String> IN_MEMORY =
            Map.of("crossdock.transport", "inmemory", "crossdock.inmemory.broker", "quickstart-on-brokers");

    private static Map<Integer, List<Integer>> chargesOn(Map<String, String> configuration) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Quickstart quickstart = new Quickstart(out, SEED);
        boolean balances = quickstart.run(MessagingConfig.of(configuration), SEED);
        assertThat(balances).as(printed.toString(StandardCharsets.UTF_8)).isTrue();
        return quickstart.charges();
    }

    // ./verify removes what a killed run leaves behind.
    private static Map<String, String> ownedByThisRun() {
        String owner = System.getenv("CROSSDOCK_OWNER");
        return owner == null ? Map.of() : Map.of("dev.crossdock.owner", owner);
    }

    @Test
    void rabbitMqGivesEachOrderTheOutcomeThatItHasInMemory() throws Exception {
        try (GenericContainer<?> rabbitMq = new GenericContainer<>("rabbitmq:4.3-management")
                .withExposedPorts(5672)
                .withLabels(ownedByThisRun())
                .waitingFor(Wait.forLogMessage(".*Server startup complete.*", 1))
                .withStartupTimeout(Duration.ofMinutes(2))) {
            rabbitMq.start();
            String address = rabbitMq.getHost() + ":" + rabbitMq.getMappedPort(5672);
            assertThat(chargesOn(Map.of("crossdock.transport", "rabbitmq", "crossdock.rabbitmq.addresses", address)))
                    .isEqualTo(chargesOn(IN_MEMORY));
        }
    }

    @Test
    void kafkaGivesEachOrderTheOutcomeThatItHasInMemory() throws Exception {
        try (KafkaContainer kafka = new KafkaContainer("apache/kafka:4.3.1").withLabels(ownedByThisRun())) {
            kafka.start();
            assertThat(chargesOn(Map.of(
                            "crossdock.transport",
                            "kafka",
                            "crossdock.kafka.bootstrap-servers",
                            kafka.getBootstrapServers())))
                    .isEqualTo(chargesOn(IN_MEMORY));
        }
    }

    @Test
    void sqsGivesEachOrderTheOutcomeThatItHasInMemory() throws Exception {
        try (GenericContainer<?> sqs = new GenericContainer<>("kibertoad/fauxqs:2.4.1")
                .withExposedPorts(4566)
                .withLabels(ownedByThisRun())
                .waitingFor(Wait.forHttp("/health").forPort(4566))
                .withStartupTimeout(Duration.ofMinutes(2))) {
            sqs.start();
            String endpoint = "http://" + sqs.getHost() + ":" + sqs.getMappedPort(4566);
            assertThat(chargesOn(Map.of(
                            "crossdock.transport",
                            "sqs",
                            "crossdock.sqs.endpoint",
                            endpoint,
                            "crossdock.sqs.region",
                            "us-east-1",
                            "crossdock.sqs.access-key-id",
                            "quickstart",
                            "crossdock.sqs.secret-access-key",
                            "quickstart",
                            "crossdock.sqs.fifo",
                            "true")))
                    .isEqualTo(chargesOn(IN_MEMORY));
        }
    }

    @Test
    void natsGivesEachOrderTheOutcomeThatItHasInMemory() throws Exception {
        try (GenericContainer<?> nats = new GenericContainer<>("nats:2.15")
                .withCommand("-js")
                .withExposedPorts(4222)
                .withLabels(ownedByThisRun())
                .waitingFor(Wait.forLogMessage(".*Server is ready.*", 1))) {
            nats.start();
            String server = nats.getHost() + ":" + nats.getMappedPort(4222);
            assertThat(chargesOn(Map.of("crossdock.transport", "nats", "crossdock.nats.servers", server)))
                    .isEqualTo(chargesOn(IN_MEMORY));
        }
    }

    @Test
    void pulsarGivesEachOrderTheOutcomeThatItHasInMemory() throws Exception {
        try (GenericContainer<?> pulsar = new GenericContainer<>("apachepulsar/pulsar:4.2.4")
                .withExposedPorts(6650)
                .withLabels(ownedByThisRun())
                .withCommand("bin/pulsar", "standalone", "--no-functions-worker", "--no-stream-storage")
                .waitingFor(Wait.forLogMessage(".*Created namespace public/default.*", 1))
                .withStartupTimeout(Duration.ofMinutes(2))) {
            pulsar.start();
            String url = "pulsar://" + pulsar.getHost() + ":" + pulsar.getMappedPort(6650);
            assertThat(chargesOn(Map.of("crossdock.transport", "pulsar", "crossdock.pulsar.service-url", url)))
                    .isEqualTo(chargesOn(IN_MEMORY));
        }
    }
}
