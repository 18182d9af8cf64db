package dev.crossdock.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickstartTest {
    private static final String BEGIN = "    // The program of the README: begin\n";
    private static final String END = "    // The program of the README: end\n";

    @ParameterizedTest
    @ValueSource(strings = {"leased-queue", "plain-queue", "partitioned-log"})
    void theLedgerBalancesOnEveryKindOfBroker(String mode) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        MessagingConfig config = MessagingConfig.of(Map.of(
                "crossdock.transport",
                "inmemory",
                "crossdock.inmemory.mode",
                mode,
                "crossdock.inmemory.broker",
                UUID.randomUUID().toString()));
        boolean balances = new Quickstart(new PrintStream(printed, true, StandardCharsets.UTF_8), 7).run(config, 7);
        assertThat(balances).as(printed.toString(StandardCharsets.UTF_8)).isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("It balances.", "the bank is down");
    }

    @Test
    void aLedgerInWhichSomethingIsMissingOrTooMuchDoesNotBalance() {
        Bank bank = new Bank();
        Warehouse warehouse = new Warehouse();
        Ledger ledger = new Ledger();
        for (int number = 0; number < 2; number++) {
            Order order = new Order(number, "c", number + 1, 1, Instant.EPOCH);
            ledger.on(new MessagingEvent.Published("orders", "id-" + number));
            bank.charge(order, 1);
            warehouse.pack(order);
            ledger.on(new MessagingEvent.Handled("orders", "billing", "id-" + number, 1, Duration.ZERO));
            ledger.on(new MessagingEvent.Handled("orders", "inventory", "id-" + number, 1, Duration.ZERO));
        }
        ledger.on(new MessagingEvent.RetryScheduled("orders", "billing", "id-0", 2, Duration.ZERO));
        ledger.on(new MessagingEvent.DeadLettered(
                "orders", "billing", "id-0", dev.crossdock.messaging.DeadLetterReason.REJECTED, 1));
        ledger.on(new MessagingEvent.Redriven("orders", "billing", "id-0"));
        assertThat(ledger.differences(2, 0, bank, warehouse, 0)).isEmpty();
        assertThat(ledger.differences(3, 0, bank, warehouse, 0)).isNotEmpty();
        assertThat(ledger.differences(2, 0, bank, warehouse, 1)).hasSize(1);
        bank.charge(new Order(1, "c", 2, 1, Instant.EPOCH), 1);
        assertThat(ledger.differences(2, 0, bank, warehouse, 0))
                .hasSize(1)
                .first()
                .asString()
                .contains("twice");
        warehouse.pack(new Order(0, "c", 1, 1, Instant.EPOCH));
        assertThat(ledger.differences(2, 0, bank, warehouse, 0)).hasSize(3);
    }

    @Test
    void theReadmeShowsTheProgramThatRuns() throws Exception {
        Path root = Path.of("").toAbsolutePath().getParent().getParent();
        String source = Files.readString(
                root.resolve("examples/quickstart/src/main/java/dev/crossdock/examples/quickstart/Quickstart.java"));
        String program = source.substring(source.indexOf(BEGIN) + BEGIN.length(), source.indexOf(END));
        String body = program.substring(program.indexOf("{\n") + 2, program.lastIndexOf("}"))
                .stripTrailing()
                .stripIndent()
                .strip();
        assertThat(Files.readString(root.resolve("README.md"))).contains(body);
    }
}
