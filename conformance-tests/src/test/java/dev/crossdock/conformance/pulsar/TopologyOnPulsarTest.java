package dev.crossdock.conformance.pulsar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.TopologyFinding;
import dev.crossdock.messaging.TopologyObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What only Pulsar has that hurts a group, and that its clients do not see. */
@Tag("containers")
class TopologyOnPulsarTest {
    private static final long PATIENCE = Duration.ofSeconds(30).toNanos();
    private static final String WELL = "NOTE one-copy";

    private final String namespace = "topology-" + UUID.randomUUID();
    private final PulsarBroker broker = PulsarBroker.shared();
    private final PulsarHarness harness = new PulsarHarness.Shared();
    private final MessagingConfig config = MessagingConfig.of(harness.configuration())
            .with("crossdock.pulsar.namespace", namespace)
            .with("crossdock.pulsar.group-namespace", namespace);
    private Messaging messaging;

    @BeforeEach
    void aGroup() {
        broker.admin().makeNamespace(namespace);
        messaging = Messaging.open(config.with("crossdock.pulsar.admin-url", broker.adminUrl()));
        assertThat(builder(messaging).topology().apply())
                .extracting(TopologyObject::state)
                .containsOnly(TopologyObject.State.PRESENT);
        awaitCodes(WELL);
    }

    @AfterEach
    void close() {
        messaging.close();
        harness.close();
    }

    @Test
    void whatIsAcknowledgedByTheBrokerWhenItIsOld() {
        broker.admin().setPolicy(namespace, "messageTTL", "60");
        awaitCodes("WARNING dead-letters-expire", WELL);
        Consumer.Builder<byte[]> patient = builder(messaging)
                .retry(RetryPolicy.fixed(Duration.ofMinutes(1)).maxAttempts(5));
        assertThat(codes(patient)).containsExactly("WARNING retention", "WARNING dead-letters-expire", WELL);
    }

    @Test
    void aBacklogThatIsTooLargeIsEvicted() {
        broker.admin()
                .setPolicy(
                        namespace,
                        "backlogQuota?backlogQuotaType=destination_storage",
                        "{\"limitSize\":1000000,\"policy\":\"consumer_backlog_eviction\"}");
        awaitCodes("ERROR drops-unhandled", WELL);
    }

    @Test
    void subscriptionsThatNobodyUsesAreDeleted() {
        broker.admin().setPolicy(namespace, "subscriptionExpirationTime", "60");
        awaitCodes("ERROR deleted-when-unused", WELL);
    }

    @Test
    void aGroupWhoseSubscriptionSomebodyHasDeletedIsConnectedAgain() {
        broker.admin().deleteSubscription("persistent://public/" + namespace + "/orders", "group");
        awaitCodes("ERROR detached", WELL);
        var unused = builder(messaging).topology().apply();
        awaitCodes(WELL);
    }

    @Test
    void withoutAnAddressItIsSaidHowToLook() {
        try (Messaging client = Messaging.open(config)) {
            List<TopologyFinding> findings = builder(client).topology().findings(Duration.ZERO);
            assertThat(findings).extracting(TopologyFinding::code).containsOnly("unseen");
            assertThat(findings.get(0).text()).contains("crossdock.pulsar.admin-url", "public/" + namespace);
        }
        try (Messaging nobody = Messaging.open(config.with("crossdock.pulsar.admin-url", "http://localhost:1"))) {
            assertThat(builder(nobody).topology().findings(Duration.ZERO))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.text()).contains("ConnectException"));
        }
    }

    private static Consumer.Builder<byte[]> builder(Messaging messaging) {
        return messaging.consume(Topic.of("orders", Codec.bytes()), "group");
    }

    private static List<String> codes(Consumer.Builder<byte[]> builder) {
        return builder.topology().findings(Duration.ZERO).stream()
                .map(finding -> finding.severity() + " " + finding.code())
                .toList();
    }

    // A policy is heard of by the broker a moment after it was set.
    private void awaitCodes(String... wanted) {
        long end = System.nanoTime() + PATIENCE;
        while (!codes(builder(messaging)).equals(List.of(wanted)) && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        assertThat(codes(builder(messaging))).containsExactly(wanted);
    }
}
