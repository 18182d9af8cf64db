package dev.crossdock.conformance.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.TopologyFinding;
import dev.crossdock.messaging.TopologyFinding.Severity;
import dev.crossdock.messaging.TopologyObject;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What only RabbitMQ has that hurts a group, and that AMQP does not show. */
@Tag("containers")
class TopologyOnRabbitMqTest {
    private static final long PATIENCE = Duration.ofSeconds(30).toNanos();
    private static final String WELL = "NOTE one-copy";

    private final String name = "topology-" + UUID.randomUUID();
    private final Topic<byte[]> topic = Topic.of(name, Codec.bytes());
    private final RabbitMqContainer broker = RabbitMqContainer.shared();
    private final RabbitMqHarness harness = new RabbitMqHarness();
    private final Management management = new Management(broker.host(), broker.managementPort());
    private final Messaging messaging = Messaging.open(config("guest"));

    private MessagingConfig config(String user) {
        return MessagingConfig.of(harness.configuration())
                .with("crossdock.rabbitmq.username", user)
                .with("crossdock.rabbitmq.password", user)
                .with("crossdock.rabbitmq.management-uri", "http://" + broker.host() + ":" + broker.managementPort());
    }

    @BeforeEach
    void aGroup() {
        assertThat(builder().topology().apply())
                .extracting(TopologyObject::state)
                .containsOnly(TopologyObject.State.PRESENT);
        awaitCodes(WELL);
    }

    @AfterEach
    void close() {
        management.deletePolicy(name);
        messaging.close();
        harness.close();
        RabbitMqContainer.leave();
    }

    @Test
    void aDeliveryLimitTakesAwayWhatTheDeclarationSaysIsUnlimited() {
        policy("/group", Map.of("delivery-limit", 2));
        awaitCodes("ERROR delivery-limit", WELL);
        AtomicInteger attempts = new AtomicInteger();
        try (Consumer consumer = builder()
                .retry(RetryPolicy.fixed(Duration.ZERO))
                .handle(delivery -> {
                    attempts.incrementAndGet();
                    throw new IllegalStateException("not today");
                })) {
            messaging.publisher(topic).publish(Message.of(new byte[] {1}));
            await(() -> attempts.get() == 3 && depth(new Address.Inbox(name, "group")) == 0);
            assertThat(consumer.state()).isEqualTo(Consumer.State.RUNNING);
        }
        // Three attempts of five, and nothing is left of it.
        assertThat(attempts).hasValue(3);
        assertThat(messaging.deadLetters(topic, "group").count()).isZero();
        List<TopologyFinding> findings = builder()
                .retry(RetryPolicy.fixed(Duration.ZERO).maxAttempts(3))
                .topology()
                .findings(Duration.ZERO);
        assertThat(findings.get(0).severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void whatExpiresOrDoesNotFit() {
        policy("/group", Map.of("message-ttl", 5_000, "max-length", 10));
        awaitCodes("ERROR drops-unhandled", "WARNING retention", WELL);
        assertThat(codes(builder().ordering(Ordering.UNORDERED).retry(RetryPolicy.never())))
                .containsExactly("ERROR drops-unhandled", WELL);
        policy("/group", Map.of("max-length", 10, "overflow", "reject-publish"));
        awaitCodes("NOTE refuses-when-full", WELL);
    }

    @Test
    void deadLettersThatNobodyReadsAreUnused() {
        policy("/group/dead", Map.of("expires", 3_600_000));
        awaitCodes("ERROR deleted-when-unused", WELL);
    }

    @Test
    void anInboxThatSomebodyHasUnboundIsBoundAgain() {
        management.unbind(name, name + "/group");
        awaitCodes("ERROR detached", WELL);
        var unused = builder().topology().apply();
        awaitCodes(WELL);
    }

    @Test
    void whoMayNotLookIsToldHow() {
        management.putUser("looker", "looker", ".*", ".*", ".*");
        try (Messaging other = Messaging.open(config("looker"))) {
            List<TopologyFinding> findings =
                    other.consume(topic, "group").topology().findings(Duration.ZERO);
            assertThat(findings).extracting(TopologyFinding::code).containsOnly("unseen");
            assertThat(findings.get(1).text()).contains("401", "'management'", "rabbitmqctl list_queues");
        }
        try (Messaging other = Messaging.open(MessagingConfig.of(harness.configuration()))) {
            assertThat(other.consume(topic, "group").topology().findings(Duration.ZERO))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.text()).contains("crossdock.rabbitmq.management-uri"));
        }
    }

    private Consumer.Builder<byte[]> builder() {
        return messaging.consume(topic, "group");
    }

    private void policy(String queue, Map<String, Object> definition) {
        management.putPolicy(name, "^" + name + queue + "$", definition);
    }

    private long depth(Address.Queue queue) {
        return harness.witness().depth(queue);
    }

    private static List<String> codes(Consumer.Builder<byte[]> builder) {
        return builder.topology().findings(Duration.ZERO).stream()
                .map(finding -> finding.severity() + " " + finding.code())
                .toList();
    }

    // Older brokers show policies with the next statistics only.
    private void awaitCodes(String... wanted) {
        long end = System.nanoTime() + PATIENCE;
        while (!codes(builder()).equals(List.of(wanted)) && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        assertThat(codes(builder())).containsExactly(wanted);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).isNegative();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
