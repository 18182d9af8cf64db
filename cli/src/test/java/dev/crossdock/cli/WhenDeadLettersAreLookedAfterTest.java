package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.Publisher;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten orders are dead: the even ones because nobody knows the account, the odd ones because the bank is closed. */
@Timeout(60)
class WhenDeadLettersAreLookedAfterTest {
    private static final Topic<String> ORDERS = Topic.of("orders", Codec.utf8());

    private final String broker = UUID.randomUUID().toString();
    private final CountDownLatch dead = new CountDownLatch(10);
    private final Messaging messaging = Messaging.open(
            MessagingConfig.of(Map.of("crossdock.transport", "inmemory", "crossdock.inmemory.broker", broker))
                    .withObserver(event -> {
                        if (event instanceof MessagingEvent.DeadLettered) {
                            dead.countDown();
                        }
                    }));

    @BeforeEach
    void tenOrdersDie() throws Exception {
        try (Consumer billing = messaging
                .consume(ORDERS, "billing")
                .retry(RetryPolicy.never())
                .handle(delivery -> {
                    int number = Integer.parseInt(delivery.body());
                    throw new IllegalStateException(number % 2 == 0 ? "no such account" : "the bank is closed");
                })) {
            Publisher<String> publisher = messaging.publisher(ORDERS);
            for (int number = 0; number < 10; number++) {
                publisher.publish(Message.of(Integer.toString(number))
                        .withId("order-" + number)
                        .withHeader("tenant", "t" + number % 3));
            }
            assertThat(dead.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @AfterEach
    void close() {
        messaging.close();
    }

    @Test
    void theyAreCounted() {
        assertThat(Run.of(broker, "dlq", "count", "orders", "billing")).isEqualTo(new Run(0, "10\n", ""));
        assertThat(Run.of(broker, "dlq", "count", "orders", "billing", "--json").json())
                .containsExactly(Map.of("messages", 10, "exact", true));
    }

    @Test
    void theyAreListedAndShownAndStay() {
        Run list = Run.of(broker, "dlq", "list", "orders", "billing", "-n", "3");
        assertThat(list.code()).isZero();
        assertThat(list.out().lines()).hasSize(4).first().asString().startsWith("message");
        assertThat(list.out()).contains("order-0", "RETRIES_EXHAUSTED", "no such account");

        assertThat(Run.of(
                                broker,
                                "dlq",
                                "list",
                                "orders",
                                "billing",
                                "--error",
                                "closed",
                                "--header",
                                "tenant=t1",
                                "--json")
                        .json())
                .extracting(row -> row.get("message"))
                .containsExactly("order-1", "order-7");

        Run show = Run.of(broker, "dlq", "show", "orders", "billing", "order-4", "--json");
        assertThat(show.json().get(0))
                .containsEntry("message", "order-4")
                .containsEntry("body", "4")
                .containsEntry("attempts", 1)
                .containsEntry("exception", "java.lang.IllegalStateException");
        assertThat(Run.of(broker, "dlq", "count", "orders", "billing").out()).isEqualTo("10\n");
    }

    @Test
    void whoIsNamedAndNotThereIsToldByTheExitCode() {
        for (List<String> verb : List.of(List.of("show"), List.of("redrive"), List.of("discard", "--yes"))) {
            String[] words = java.util.stream.Stream.concat(
                            java.util.stream.Stream.of("dlq", verb.get(0), "orders", "billing", "nobody"),
                            verb.stream().skip(1))
                    .toArray(String[]::new);
            Run run = Run.of(broker, words);
            assertThat(run.code()).as(run.err()).isEqualTo(ExitCodes.NOT_THERE);
            assertThat(run.err()).contains("nobody");
        }
        assertThat(Run.of(broker, "dlq", "count", "invoices", "billing").code()).isEqualTo(ExitCodes.NOT_THERE);
    }

    @Test
    void thoseThatMatchAreRedrivenAfterADryRun() throws Exception {
        Run dry = Run.of(
                broker, "dlq", "redrive", "orders", "billing", "--error", "no such account", "--dry-run", "--json");
        assertThat(dry.json()).containsExactly(Map.of("done", 0, "matched", 5, "looked", 10, "complete", true));

        BlockingQueue<String> charged = new LinkedBlockingQueue<>();
        try (Consumer billing = messaging.consume(ORDERS, "billing").handle(delivery -> charged.add(delivery.body()))) {
            Run run = Run.of(
                    broker,
                    "dlq",
                    "redrive",
                    "orders",
                    "billing",
                    "--error",
                    "no such account",
                    "--rate",
                    "100",
                    "--json");
            assertThat(run.json()).containsExactly(Map.of("done", 5, "matched", 5, "looked", 10, "complete", true));
            for (int i = 0; i < 5; i++) {
                assertThat(charged.poll(10, TimeUnit.SECONDS)).isIn("0", "2", "4", "6", "8");
            }
        }
        assertThat(Run.of(broker, "dlq", "count", "orders", "billing").out()).isEqualTo("5\n");
    }

    @Test
    void oneIsRedrivenWithWhatItWasChangedTo() throws Exception {
        Run run = Run.of(
                broker,
                "dlq",
                "redrive",
                "orders",
                "billing",
                "order-3",
                "--set-body",
                "@3",
                "--set-header",
                "mended=yes");
        assertThat(run.code()).as(run.err()).isZero();
        BlockingQueue<Message<String>> charged = new LinkedBlockingQueue<>();
        try (Consumer billing =
                messaging.consume(ORDERS, "billing").handle(delivery -> charged.add(delivery.message()))) {
            Message<String> message = charged.poll(10, TimeUnit.SECONDS);
            assertThat(message).isNotNull();
            assertThat(message.id()).isEqualTo("order-3");
            assertThat(message.body()).isEqualTo("@3");
            assertThat(message.headers().asMap()).containsEntry("mended", "yes").containsEntry("tenant", "t0");
        }
    }

    @Test
    void nothingIsRemovedUnlessSomebodySaysYes() {
        for (String verb : List.of("discard", "purge")) {
            List<String> words = verb.equals("purge")
                    ? List.of("dlq", verb, "orders", "billing")
                    : List.of("dlq", verb, "orders", "billing", "--all");
            Run run = Run.of(broker, words.toArray(String[]::new));
            assertThat(run.code()).isEqualTo(ExitCodes.NOT_CONFIRMED);
            assertThat(run.err()).contains("--yes");
        }
        assertThat(Run.of(broker, "dlq", "count", "orders", "billing").out()).isEqualTo("10\n");
        assertThat(Run.of(broker, "dlq", "discard", "orders", "billing", "--key", "none", "--yes")
                        .code())
                .isZero();
        assertThat(Run.of(
                                broker, "dlq", "discard", "orders", "billing", "--body", "^[0-4]$", "--limit", "2",
                                "--yes", "--json")
                        .json())
                .extracting(end -> end.get("done"))
                .containsExactly(2);
        assertThat(Run.of(broker, "dlq", "purge", "orders", "billing", "--older-than", "PT1H", "--yes", "--json")
                        .json())
                .extracting(end -> end.get("done"))
                .containsExactly(0);
        assertThat(Run.of(broker, "dlq", "purge", "orders", "billing", "--dry-run", "--json")
                        .json())
                .extracting(end -> end.get("matched"))
                .containsExactly(8);
        assertThat(Run.of(broker, "dlq", "purge", "orders", "billing", "--yes", "--json")
                        .json())
                .extracting(end -> end.get("done"))
                .containsExactly(8);
        assertThat(Run.of(broker, "dlq", "count", "orders", "billing").out()).isEqualTo("0\n");
    }
}
