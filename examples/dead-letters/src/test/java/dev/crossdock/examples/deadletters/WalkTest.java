package dev.crossdock.examples.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;

/** The script of the README, as it is, on two brokers. */
@Tag("containers")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class WalkTest {
    @TempDir
    private Path folder;

    private String walk(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = Path.of("walk").toAbsolutePath().toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        builder.environment().put("WALK_CLASSPATH", System.getProperty("java.class.path"));
        builder.environment()
                .merge(
                        "PATH",
                        Path.of(System.getProperty("java.home"), "bin").toString(),
                        (path, java) -> java + ":" + path);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(4, TimeUnit.MINUTES);
            String out = java.nio.file.Files.readString(folder.resolve("out"), StandardCharsets.UTF_8);
            assertThat(ended).as(out).isTrue();
            assertThat(process.exitValue()).as(out).isZero();
            return out;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    // ./verify removes what a killed run leaves behind.
    private static Map<String, String> ownedByThisRun() {
        String owner = System.getenv("CROSSDOCK_OWNER");
        return owner == null ? Map.of() : Map.of("dev.crossdock.owner", owner);
    }

    private static void check(String out) {
        assertThat(out)
                .contains("Could not charge 1000 invoices")
                .contains("no such amount: -", "invoice-1@invoices/billing")
                .containsPattern("matched +400\n")
                .contains("Charged 400 invoices")
                .containsPattern("done +600\n");
    }

    @Test
    void aThousandDeadLettersAreLookedAfterOnRabbitMq() throws Exception {
        try (GenericContainer<?> rabbitMq = new GenericContainer<>("rabbitmq:4.3-management")
                .withExposedPorts(5672)
                .withLabels(ownedByThisRun())
                .waitingFor(Wait.forLogMessage(".*Server startup complete.*", 1))
                .withStartupTimeout(Duration.ofMinutes(2))) {
            rabbitMq.start();
            check(walk(
                    "rabbitmq",
                    "-Dcrossdock.rabbitmq.addresses=" + rabbitMq.getHost() + ":" + rabbitMq.getMappedPort(5672)));
        }
    }

    @Test
    void aThousandDeadLettersAreLookedAfterOnKafka() throws Exception {
        try (KafkaContainer kafka = new KafkaContainer("apache/kafka:4.3.1").withLabels(ownedByThisRun())) {
            kafka.start();
            check(walk("kafka", "-Dcrossdock.kafka.bootstrap-servers=" + kafka.getBootstrapServers()));
        }
    }
}
