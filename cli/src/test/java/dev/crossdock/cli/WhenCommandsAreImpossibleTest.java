package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhenCommandsAreImpossibleTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dlq",
                "dlq count orders",
                "dlq redrive orders billing",
                "dlq redrive orders billing --all an-id",
                "dlq redrive orders billing --all --rate 0",
                "dlq discard orders billing --all --limit 0 --yes",
                "dlq list orders billing --limit 0",
                "dlq purge orders billing --older-than yesterday",
                "tail orders",
                "dlq count orders billing -Dcrossdock.no-such-key=1"
            })
    void theyAreRefusedBeforeAnythingIsDone(String line) {
        Run run = line.isEmpty() ? Run.bare() : Run.of("impossible", line.split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).isNotBlank().doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aTransportThatThereIsNotIsToldFromThoseThatThereAre() {
        Run run = Run.bare("dlq", "count", "orders", "billing", "-Dcrossdock.transport=pigeon");
        assertThat(run.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).contains("pigeon", "kafka", "nats", "pulsar", "rabbitmq", "sqs");
    }

    @Test
    void aBrokerThatIsNotThereHasAnExitCodeOfItsOwn() {
        Run run = Run.bare(
                "dlq",
                "count",
                "orders",
                "billing",
                "-Dcrossdock.transport=nats",
                "-Dcrossdock.nats.servers=localhost:1");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCodes.UNAVAILABLE);
    }

    @Test
    void theConfigurationOfAProgramServesEvenIfItsStoreIsOutOfReach(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("crossdock.properties"), """
                crossdock.transport = inmemory
                crossdock.inmemory.broker = somebody-elses
                crossdock.idempotency.store = redis
                crossdock.idempotency.redis.uri = redis://localhost:1
                """);
        Run run = Run.bare(
                "send", "orders", "hello", "--id", "m-1", "-c", file.toString(), "-Dcrossdock.provision=create");
        assertThat(run).isEqualTo(new Run(0, "m-1\n", ""));
    }
}
