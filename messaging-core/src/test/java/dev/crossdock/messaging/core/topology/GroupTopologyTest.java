package dev.crossdock.messaging.core.topology;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.GroupTopology;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.TopologyFinding;
import dev.crossdock.messaging.TopologyFinding.Severity;
import dev.crossdock.messaging.TopologyObject;
import dev.crossdock.messaging.TopologyObject.Kind;
import dev.crossdock.messaging.TopologyObject.State;
import dev.crossdock.messaging.core.Engine;
import dev.crossdock.messaging.core.ShelfEngine;
import dev.crossdock.messaging.core.ShelfTransport;
import dev.crossdock.messaging.core.consume.ConsumerBuilder;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Description;
import dev.crossdock.messaging.spi.Topology.Provisioning;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupTopologyTest {
    private static final Address TOPIC = new Address.Topic("orders");
    private static final Address.Inbox INBOX = new Address.Inbox("orders", "billing");
    private static final Address DEAD = new Address.DeadLetters("orders", "billing");

    private final ShelfTransport transport = new ShelfTransport();

    private Consumer.Builder<byte[]> builder(Map<String, String> properties) {
        TimeSource time = TimeSource.system();
        Engine engine = ShelfEngine.over(transport, time)
                .provisioning(Provisioning.NONE)
                .properties(properties)
                .build();
        return new ConsumerBuilder<>(engine, Topic.of("orders", Codec.bytes()), "billing");
    }

    private GroupTopology topology() {
        return builder(Map.of()).topology();
    }

    private static List<State> states(List<TopologyObject> plan) {
        return plan.stream().map(TopologyObject::state).toList();
    }

    private static List<String> codes(List<TopologyFinding> findings) {
        return findings.stream()
                .map(finding -> finding.severity() + " " + finding.code())
                .toList();
    }

    @Test
    void whatIsNotThereIsMissingAndStaysSo() {
        List<TopologyObject> plan = topology().plan();
        assertThat(plan).extracting(TopologyObject::kind).containsExactly(Kind.TOPIC, Kind.INBOX, Kind.DEAD_LETTERS);
        assertThat(states(plan)).containsOnly(State.MISSING);
        assertThat(plan.get(1).about()).isEqualTo("inbox of group 'billing' on topic 'orders'");
        assertThat(plan.get(1).detail()).isEqualTo("no shelf for the inbox of group 'billing' on topic 'orders'");
        assertThat(transport.provisioned).isEmpty();
    }

    @Test
    void applyingMakesWhatIsMissingWhateverTheConfigurationSays() {
        assertThat(states(topology().apply())).containsExactly(State.PRESENT, State.PRESENT, State.PRESENT);
        assertThat(transport.provisioned.keySet()).containsExactlyInAnyOrder(TOPIC, INBOX, DEAD);
        assertThat(transport.receiversOpen).isZero();
        assertThat(topology().plan())
                .allSatisfy(object -> assertThat(object.detail()).isEmpty());
    }

    @Test
    void whatIsThereWithOtherSettingsIsToldAndTheRestIsMade() {
        transport.refusals.put(INBOX, new MessagingException(ErrorCode.CONFLICT, "it is blue"));
        List<TopologyObject> plan = topology().apply();
        assertThat(states(plan)).containsExactly(State.PRESENT, State.DIFFERENT, State.PRESENT);
        assertThat(plan.get(1).detail()).isEqualTo("it is blue");
    }

    @Test
    void whatDiffersInWhatTheBrokerDoesNotShowIsToldByWhoTriesToMakeIt() {
        var unused = topology().apply();
        transport.refusalsToMake.put(INBOX, new MessagingException(ErrorCode.CONFLICT, "others read it in order"));
        assertThat(states(topology().plan())).containsOnly(State.PRESENT);
        List<TopologyObject> plan = topology().apply();
        assertThat(states(plan)).containsExactly(State.PRESENT, State.DIFFERENT, State.PRESENT);
        assertThat(plan.get(1).detail()).isEqualTo("others read it in order");
    }

    @Test
    void whatCannotBeMadeIsThrown() {
        transport.refusalsToMake.put(DEAD, new MessagingException(ErrorCode.PERMISSION_DENIED, "not you"));
        assertThatThrownBy(() -> topology().apply())
                .isInstanceOfSatisfying(
                        MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
    }

    @Test
    void lanesBelongToItWhereTheBrokerDoesNotDelay() {
        transport.maxSendDelay = Duration.ZERO;
        List<TopologyObject> plan = topology().apply();
        assertThat(plan).filteredOn(object -> object.kind() == Kind.DELAY_LANE).hasSize(12);
        assertThat(states(plan)).containsOnly(State.PRESENT);
    }

    @Test
    void theInboxHasTheOrderThatTheOperatorSays() {
        var unused = builder(Map.of("crossdock.consumer.orders.billing.ordering", "per-key"))
                .topology()
                .apply();
        assertThat(transport.provisioned.get(INBOX).ordering()).isEqualTo(Ordering.PER_KEY);
        assertThat(transport.provisioned.get(TOPIC).ordering()).isEqualTo(Ordering.UNORDERED);
    }

    @Test
    void itIsThatOfTheConsumerAsItWasDescribedWhenItWasAskedFor() {
        Consumer.Builder<byte[]> builder = builder(Map.of());
        GroupTopology before = builder.topology();
        builder.maxHandlerTime(ofMinutes(1));
        var unused = before.apply();
        assertThat(before.findings(ofMinutes(2)))
                .extracting(TopologyFinding::code)
                .doesNotContain("handler-time");
        assertThat(builder.topology().findings(ofMinutes(2)))
                .extracting(TopologyFinding::code)
                .contains("handler-time");
    }

    @Test
    void whatABrokerDoesNotAnswerIsThrown() {
        transport.refusals.put(DEAD, new ShelfTransport.NativeFailure("the shelf is broken"));
        assertThatThrownBy(() -> topology().plan())
                .isInstanceOfSatisfying(
                        MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessageContaining("Looking for the dead letters of group 'billing' on topic 'orders'");
    }

    @Test
    void nothingIsFoundOfAGroupThatIsWell() {
        var unused = topology().apply();
        assertThat(topology().findings(Duration.ZERO)).isEmpty();
    }

    @Test
    void theWorstIsFoundFirst() {
        transport.provisioned.put(TOPIC, null);
        transport.refusals.put(INBOX, new MessagingException(ErrorCode.CONFLICT, "it is blue"));
        transport.facts.put(TOPIC, Description.builder().replicas(1).build());
        assertThat(codes(topology().findings(ofSeconds(31))))
                .containsExactly("ERROR different", "ERROR missing-dead-letters", "NOTE lease", "NOTE one-copy");
    }

    @Test
    void whatMayNotBeReadIsANote() {
        var unused = topology().apply();
        transport.unreadable.add(INBOX);
        List<TopologyFinding> findings = topology().findings(Duration.ZERO);
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.NOTE);
            assertThat(finding.code()).isEqualTo("unseen");
            assertThat(finding.text()).contains("not allowed to look");
        });
    }

    @Test
    void aNegativeHandlerTimeIsRefused() {
        assertThatThrownBy(() -> topology().findings(ofSeconds(-1)))
                .isInstanceOfSatisfying(
                        MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }
}
