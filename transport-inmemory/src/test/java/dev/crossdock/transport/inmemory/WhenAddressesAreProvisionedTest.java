package dev.crossdock.transport.inmemory;

import static dev.crossdock.transport.inmemory.Rig.BILLING;
import static dev.crossdock.transport.inmemory.Rig.DEAD;
import static dev.crossdock.transport.inmemory.Rig.ORDERS;
import static dev.crossdock.transport.inmemory.Rig.message;
import static dev.crossdock.transport.inmemory.Rig.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Description;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.Topology;
import dev.crossdock.messaging.spi.Topology.Provisioning;
import dev.crossdock.messaging.spi.Transport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WhenAddressesAreProvisionedTest {
    private static final Address.DelayLane LANE = new Address.DelayLane(BILLING, Duration.ofMinutes(1));

    @ParameterizedTest
    @EnumSource(Personality.class)
    void createMakesWhatIsMissingAndLeavesWhatIsThere(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode)) {
            for (Address address : List.of(ORDERS, BILLING, DEAD, LANE)) {
                rig.create(address);
            }
            rig.send(ORDERS, message("a"));
            for (Address address : List.of(ORDERS, BILLING, DEAD, LANE)) {
                rig.create(address);
            }
            assertThat(rig.broker.topology()).containsExactlyInAnyOrder(ORDERS, BILLING, DEAD, LANE);
            assertThat(rig.broker.depth(BILLING)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void verifyNamesWhatIsMissingAndMakesNothing(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode)) {
            Topology verify = new Topology(Provisioning.VERIFY, Ordering.UNORDERED, StartFrom.NOW);
            for (Address address : List.of(ORDERS, BILLING, DEAD, LANE)) {
                assertThatThrownBy(() -> rig.transport.provision(address, verify))
                        .hasMessageContaining("orders")
                        .isInstanceOfSatisfying(
                                MessagingException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
            }
            assertThat(rig.broker.topology()).isEmpty();
            rig.unordered();
            rig.transport.provision(ORDERS, verify);
            rig.transport.provision(BILLING, verify);
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void whatIsThereSaysHowMuchItTakes(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode)) {
            assertThatThrownBy(() -> rig.transport.describe(BILLING))
                    .isInstanceOfSatisfying(
                            MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
            for (Address address : List.of(ORDERS, BILLING)) {
                rig.create(address);
            }
            assertThat(rig.transport.describe(BILLING).orElseThrow().bounds())
                    .containsExactly(new Description.Bound("max-queue-messages = 10000000", false));
            assertThat(rig.transport.describe(ORDERS).orElseThrow().partitions().isPresent())
                    .isEqualTo(mode == Personality.PARTITIONED_LOG);
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void noneLooksForNothingAndMakesNothing(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode)) {
            Topology none = new Topology(Provisioning.NONE, Ordering.PER_KEY, StartFrom.EARLIEST);
            rig.transport.provision(ORDERS, none);
            rig.transport.provision(BILLING, none);
            assertThat(rig.broker.topology()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void anInboxNeedsItsTopic(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode)) {
            assertThatThrownBy(() -> rig.create(BILLING))
                    .hasMessageContaining("topic 'orders'")
                    .isInstanceOfSatisfying(
                            MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Personality.class,
            names = {"LEASED_QUEUE", "PLAIN_QUEUE"})
    void anotherOrderingThanTheInboxHasIsAConflict(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            for (Provisioning provisioning : List.of(Provisioning.CREATE, Provisioning.VERIFY)) {
                Topology other = new Topology(provisioning, Ordering.PER_KEY, StartFrom.NOW);
                assertThatThrownBy(() -> rig.transport.provision(BILLING, other))
                        .hasMessageContaining("ordering = PER_KEY")
                        .hasMessageContaining("ordering = UNORDERED")
                        .isInstanceOfSatisfying(
                                MessagingException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
            }
        }
    }

    @Test
    void aLogHasOrderAnyway() throws Exception {
        try (Rig rig = Rig.log().unordered()) {
            rig.create(BILLING, Ordering.PER_KEY);
            rig.open(BILLING, Ordering.PER_KEY);
        }
    }

    @Test
    void anotherNumberOfPartitionsThanAskedForIsAConflict() throws Exception {
        try (Rig rig = Rig.log("partitions", "4").unordered()) {
            Topology create = new Topology(Provisioning.CREATE, Ordering.UNORDERED, StartFrom.NOW);
            Transport other = rig.connect("partitions", "5");
            assertThatThrownBy(() -> other.provision(ORDERS, create))
                    .hasMessageContaining("partitions = 5")
                    .hasMessageContaining("partitions = 4");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Personality.class,
            names = {"LEASED_QUEUE", "PLAIN_QUEUE"})
    void startingEarlierThanNowIsRefusedWhereTopicsKeepNothing(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode)) {
            rig.create(ORDERS);
            assertThat(rig.transport.capabilities().replays()).isFalse();
            assertThatThrownBy(() -> rig.transport.provision(
                            BILLING, new Topology(Provisioning.CREATE, Ordering.UNORDERED, StartFrom.EARLIEST)))
                    .hasMessageContaining("start-from")
                    .isInstanceOfSatisfying(
                            MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void whatDoesNotExistCannotBeRead(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode)) {
            assertThatThrownBy(() -> rig.open(BILLING))
                    .isInstanceOfSatisfying(
                            MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
            assertThatThrownBy(() -> rig.transport.depth(BILLING)).hasMessageContaining("billing");
            assertThatThrownBy(() -> rig.broker.peek(BILLING)).hasMessageContaining("billing");
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void deletingEndsReceiversAndMakesSendsFail(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            Receiver receiver = rig.open(BILLING);
            rig.broker.delete(BILLING);
            assertThatThrownBy(() -> take(receiver, 1))
                    .isInstanceOfSatisfying(
                            MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
            assertThat(rig.send(BILLING, message("a")).said).containsValue("rejected");
            assertThat(rig.send(ORDERS, message("a")).said).containsValue("confirmed");
            rig.broker.delete(ORDERS);
            assertThat(rig.send(ORDERS, message("a")).said).containsValue("rejected");
            assertThat(rig.broker.topology()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void deletingATopicTakesItsInboxesOnlyWhereTheyAreInIt(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            rig.create(DEAD);
            rig.broker.delete(ORDERS);
            if (mode == Personality.PARTITIONED_LOG) {
                assertThat(rig.broker.topology()).containsExactly(DEAD);
            } else {
                assertThat(rig.broker.topology()).containsExactlyInAnyOrder(BILLING, DEAD);
            }
        }
    }
}
