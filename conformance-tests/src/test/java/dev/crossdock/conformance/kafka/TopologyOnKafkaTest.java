package dev.crossdock.conformance.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.GroupTopology;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.TopologyFinding;
import dev.crossdock.messaging.TopologyObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What only Kafka has that hurts a group. */
@Tag("containers")
class TopologyOnKafkaTest {
    private final String name = "topology-" + UUID.randomUUID();
    private final KafkaHarness harness = new KafkaHarness();
    private final Admin admin =
            Admin.create(Map.of("bootstrap.servers", KafkaBroker.shared().witnessAddress()));
    private final Messaging messaging = Messaging.open(MessagingConfig.of(harness.configuration()));

    @BeforeEach
    void aGroup() {
        assertThat(builder().topology().apply())
                .extracting(TopologyObject::state)
                .containsOnly(TopologyObject.State.PRESENT);
        assertThat(codes(builder().topology())).containsExactly("NOTE one-copy");
    }

    @AfterEach
    void close() {
        messaging.close();
        admin.close();
        harness.close();
    }

    @Test
    void whatExpiresBeforeItsLastRetry() throws Exception {
        set(name, "retention.ms", "300000");
        Consumer.Builder<byte[]> patient =
                builder().retry(RetryPolicy.fixed(Duration.ofMinutes(2)).maxAttempts(4));
        assertThat(codes(patient.topology())).containsExactly("WARNING retention", "NOTE one-copy");
        // It keeps its place in the topic while it waits.
        patient.ordering(Ordering.PER_KEY);
        assertThat(patient.topology().findings(Duration.ZERO).get(0))
                .isEqualTo(new TopologyFinding(
                        TopologyFinding.Severity.ERROR,
                        "retention",
                        "topic '" + name + "'",
                        "The broker removes after PT5M what nobody has settled; the retries of one message take PT6M, and it"
                                + " keeps its place meanwhile: it can be removed before its last attempt"));
        patient.retry(RetryPolicy.fixed(Duration.ofMinutes(1)).maxAttempts(4));
        assertThat(codes(patient.topology())).containsExactly("NOTE one-copy");
    }

    @Test
    void deadLettersThatExpire() throws Exception {
        set(name + "--group--dead", "retention.ms", "86400000");
        assertThat(codes(builder().topology())).containsExactly("WARNING dead-letters-expire", "NOTE one-copy");
    }

    @Test
    void whatKeepsOnlyTheLastOfEachKeyOrTheLastFewBytes() throws Exception {
        set(name, "cleanup.policy", "compact");
        set(name + "--group", "retention.bytes", "1000000");
        assertThat(codes(builder().topology()))
                .containsExactly("ERROR drops-unhandled", "ERROR drops-unhandled", "NOTE one-copy");
    }

    @Test
    void moreCopiesInAConfirmThanThereAre() throws Exception {
        set(name, "min.insync.replicas", "2");
        assertThat(codes(builder().topology())).contains("ERROR too-few-copies", "ERROR alarm");
    }

    @Test
    void partitionsThatSomebodyHasAdded() throws Exception {
        admin.createPartitions(Map.of(name, NewPartitions.increaseTo(7))).all().get();
        awaitPartitions(7);
        assertThat(codes(builder().topology())).containsExactly("NOTE one-copy");
        assertThat(codes(builder().ordering(Ordering.PER_KEY).topology()))
                .containsExactly("WARNING partitions", "NOTE one-copy");
    }

    @Test
    void whatSomebodyHasDeletedIsMissingAlsoToWhoHasSeenIt() throws Exception {
        admin.deleteTopics(List.of(name + "--group--dead")).all().get();
        assertThat(builder().topology().plan())
                .filteredOn(object -> object.state() == TopologyObject.State.MISSING)
                .extracting(TopologyObject::kind)
                .containsExactly(TopologyObject.Kind.DEAD_LETTERS);
        assertThat(builder().topology().apply())
                .extracting(TopologyObject::state)
                .containsOnly(TopologyObject.State.PRESENT);
    }

    @Test
    void whoMayNotReadSettingsIsToldWhatCannotBeSeen() {
        MessagingConfig reader = MessagingConfig.of(harness.security().mayNotPublish());
        try (Messaging other = Messaging.open(reader)) {
            List<TopologyFinding> findings = other.consume(Topic.of(name, Codec.bytes()), "group")
                    .topology()
                    .findings(Duration.ZERO);
            assertThat(findings).extracting(TopologyFinding::code).containsExactly("one-copy", "unseen");
            assertThat(findings.get(1).text()).contains("DescribeConfigs").contains("kafka-configs.sh");
            assertThat(findings.get(1).about()).contains("topic '" + name + "'").endsWith("and 12 more");
        }
    }

    private Consumer.Builder<byte[]> builder() {
        return messaging.consume(Topic.of(name, Codec.bytes()), "group");
    }

    private void set(String topic, String key, String value) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        AlterConfigOp change = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
    }

    private void awaitPartitions(int wanted) throws Exception {
        int found = 0;
        while (found != wanted) {
            found = Objects.requireNonNull(admin.describeTopics(List.of(name))
                            .allTopicNames()
                            .get()
                            .get(name))
                    .partitions()
                    .size();
        }
    }

    private static List<String> codes(GroupTopology topology) {
        return topology.findings(Duration.ZERO).stream()
                .map(finding -> finding.severity() + " " + finding.code())
                .toList();
    }
}
