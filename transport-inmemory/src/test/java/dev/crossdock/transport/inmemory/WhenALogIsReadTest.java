package dev.crossdock.transport.inmemory;

import static dev.crossdock.transport.inmemory.Rig.BILLING;
import static dev.crossdock.transport.inmemory.Rig.DEAD;
import static dev.crossdock.transport.inmemory.Rig.ORDERS;
import static dev.crossdock.transport.inmemory.Rig.id;
import static dev.crossdock.transport.inmemory.Rig.ids;
import static dev.crossdock.transport.inmemory.Rig.message;
import static dev.crossdock.transport.inmemory.Rig.take;
import static dev.crossdock.transport.inmemory.Rig.takeOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.Topology;
import dev.crossdock.messaging.spi.Topology.Provisioning;
import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhenALogIsReadTest {
    private static final Address.Inbox SHIPPING = new Address.Inbox("orders", "shipping");

    @Test
    void equalKeysStayInOrderAndWithOneReceiver() throws Exception {
        try (Rig rig = Rig.log().perKey()) {
            Receiver one = rig.open(BILLING, Ordering.PER_KEY);
            Receiver two = rig.open(BILLING, Ordering.PER_KEY);
            for (int i = 0; i < 100; i++) {
                rig.send(ORDERS, message("k" + i % 10 + "-" + i / 10, "k" + i % 10));
            }
            List<String> ofOne = ids(take(one, 1000));
            List<String> ofTwo = ids(take(two, 1000));

            assertThat(ofOne.size() + ofTwo.size()).isEqualTo(100);
            assertThat(ofOne).isNotEmpty();
            assertThat(ofTwo).isNotEmpty();
            for (int key = 0; key < 10; key++) {
                String prefix = "k" + key + "-";
                List<String> there = (ofOne.contains(prefix + 0) ? ofOne : ofTwo)
                        .stream().filter(id -> id.startsWith(prefix)).toList();
                assertThat(there).hasSize(10).isSorted();
            }
        }
    }

    @Test
    void messagesWithoutKeyAreSpreadOverPartitions() throws Exception {
        try (Rig rig = Rig.log("partitions", "4").unordered()) {
            for (int i = 0; i < 40; i++) {
                rig.send(ORDERS, message("m" + i));
            }
            Receiver[] receivers = new Receiver[5];
            for (int i = 0; i < receivers.length; i++) {
                receivers[i] = rig.open(BILLING);
            }
            // One of the five owns what is sent to the group alone.
            List<Integer> found = new ArrayList<>();
            for (Receiver receiver : receivers) {
                found.add(take(receiver, 100).size());
            }
            assertThat(found).containsExactlyInAnyOrder(10, 10, 10, 10, 0);
        }
    }

    @Test
    void aCrashForgetsWhatWasAcceptedSinceTheLastReceiveAndCountsWhatWasOnLoan() throws Exception {
        try (Rig rig = Rig.log("partitions", "1").unordered()) {
            rig.send(ORDERS, message("a"), message("b"), message("c"), message("d"), message("e"));
            Receiver receiver = rig.open(BILLING);
            List<WireDelivery> taken = take(receiver, 4);
            receiver.accept(List.of(taken.get(0), taken.get(2)));
            take(receiver, 0);
            receiver.accept(taken.subList(1, 2));
            rig.broker.dropConnections();

            List<WireDelivery> again = take(rig.open(BILLING), 10);
            assertThat(ids(again)).containsExactly("b", "d", "e");
            assertThat(again).extracting(WireDelivery::deliveryCount).containsExactly(2, 2, 1);
            assertThat(rig.lostIds()).containsExactly("d");
        }
    }

    @Test
    void closingKeepsAllThatWasAccepted() throws Exception {
        try (Rig rig = Rig.log("partitions", "1").unordered()) {
            rig.send(ORDERS, message("a"), message("b"), message("c"));
            Receiver receiver = rig.open(BILLING);
            List<WireDelivery> taken = take(receiver, 3);
            receiver.accept(taken.subList(1, 2));
            receiver.close();

            assertThat(ids(take(rig.open(BILLING), 10))).containsExactly("a", "c");
            assertThat(rig.lost).isEmpty();
        }
    }

    @Test
    void aNewReceiverTakesPartitionsAndTheOldOneLosesWhatItHadOfThem() throws Exception {
        try (Rig rig = Rig.log("partitions", "3").unordered()) {
            for (int i = 0; i < 6; i++) {
                rig.send(ORDERS, message("m" + i));
            }
            Receiver one = rig.open(BILLING);
            List<WireDelivery> all = take(one, 10);
            assertThat(all).hasSize(6);
            WireDelivery accepted = all.get(0);
            one.accept(List.of(accepted));

            Receiver two = rig.open(BILLING);
            List<WireDelivery> moved = take(two, 10);

            assertThat(ids(moved)).isNotEmpty().doesNotContain(id(accepted));
            assertThat(rig.lostIds()).containsExactlyInAnyOrderElementsOf(ids(moved));
            assertThat(moved).allMatch(delivery -> delivery.deliveryCount() == 1);

            one.accept(all);
            take(one, 0);
            assertThat(rig.broker.depth(BILLING)).isEqualTo(moved.size());
            two.accept(moved);
            assertThat(rig.broker.depth(BILLING)).isZero();
        }
    }

    @Test
    void moreReceiversThanPartitionsStandBy() throws Exception {
        try (Rig rig = Rig.log("partitions", "1").unordered()) {
            Receiver one = rig.open(BILLING);
            Receiver two = rig.open(BILLING);
            Receiver three = rig.open(BILLING);
            rig.send(ORDERS, message("a"));
            assertThat(take(three, 10)).isEmpty();
            Background<List<WireDelivery>> standby = Background.run(() -> three.receive(10, Duration.ofSeconds(20)));
            standby.awaitWaiting();
            one.close();
            two.close();
            assertThat(ids(standby.get())).containsExactly("a");
        }
    }

    @Test
    void whatIsGivenBackIsReadAgainUncounted() throws Exception {
        try (Rig rig = Rig.log("partitions", "1").unordered()) {
            rig.send(ORDERS, message("a"), message("b"), message("c"), message("d"));
            Receiver receiver = rig.open(BILLING);
            List<WireDelivery> taken = take(receiver, 3);
            receiver.giveBack(List.of(taken.get(2), taken.get(0)));
            List<WireDelivery> again = take(receiver, 10);
            assertThat(ids(again)).containsExactly("a", "c", "d");
            assertThat(again).allMatch(delivery -> delivery.deliveryCount() == 1);
        }
    }

    @Test
    void attemptsMadeInPlaceOutliveACrash() throws Exception {
        try (Rig rig = Rig.log().unordered()) {
            rig.send(ORDERS, message("a"));
            Receiver receiver = rig.open(BILLING);
            receiver.hold(takeOne(receiver), 4);
            rig.broker.dropConnections();
            assertThat(takeOne(rig.open(BILLING)).deliveryCount()).isGreaterThan(4);
        }
    }

    @Test
    void nothingCanBeReleased() throws Exception {
        try (Rig rig = Rig.log().unordered()) {
            assertThat(rig.transport.capabilities().releases()).isFalse();
            rig.send(ORDERS, message("a"));
            Receiver receiver = rig.open(BILLING);
            List<WireDelivery> taken = take(receiver, 1);
            assertThatThrownBy(() -> receiver.release(taken, Duration.ZERO))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void aGroupCanStartWithWhatTheTopicStillHolds() throws Exception {
        try (Rig rig = Rig.log().unordered()) {
            rig.send(ORDERS, message("a", "k"), message("b", "k"));
            rig.transport.provision(
                    SHIPPING, new Topology(Provisioning.CREATE, Ordering.UNORDERED, StartFrom.EARLIEST));
            assertThat(ids(take(rig.open(SHIPPING), 10))).containsExactly("a", "b");
        }
    }

    @Test
    void aFullTopicDropsWhatAllGroupsHaveBehindThemAndNothingElse() throws Exception {
        try (Rig rig = Rig.log("partitions", "1", "max-queue-messages", "2").unordered()) {
            rig.send(ORDERS, message("a"), message("b"));
            Receiver receiver = rig.open(BILLING);
            receiver.accept(take(receiver, 1));
            take(receiver, 0);
            assertThat(rig.send(ORDERS, message("c"), message("d")).said.values())
                    .containsExactly("confirmed", "rejected");
            assertThat(rig.peek(BILLING)).containsExactly("b", "c");
        }
    }

    @Test
    void aDeadLetterIsSettledByItselfAndAtOnce() throws Exception {
        try (Rig rig = Rig.log().unordered()) {
            rig.create(DEAD);
            rig.send(DEAD, message("a"), message("b"), message("c"));
            Receiver receiver = rig.open(DEAD);
            receiver.accept(take(receiver, 3).subList(1, 2));
            rig.broker.dropConnections();
            assertThat(rig.peek(DEAD)).containsExactly("a", "c");
            assertThat(ids(take(rig.open(DEAD), 10))).containsExactly("a", "c");
            assertThat(rig.transport.browse(DEAD, 1).orElseThrow())
                    .extracting(Rig::id)
                    .containsExactly("a");
            assertThat(rig.transport.depth(DEAD)).hasValue(2);
        }
    }

    @Test
    void thePlaceForNotesAboutWhatIsDoneIsBounded() throws Exception {
        try (Rig rig = Rig.log("partitions", "1").unordered()) {
            int many = 2 * PartitionProgress.MAX_RUNS + 100;
            WireMessage[] messages = new WireMessage[many];
            for (int i = 0; i < many; i++) {
                messages[i] = message("m" + i);
            }
            rig.send(ORDERS, messages);
            Receiver receiver = rig.open(BILLING);
            List<WireDelivery> taken = take(receiver, many);
            List<WireDelivery> everySecond = new ArrayList<>();
            for (int i = 1; i < many; i += 2) {
                everySecond.add(taken.get(i));
            }
            receiver.accept(everySecond);
            assertThat(rig.broker.depth(BILLING)).isEqualTo(many / 2);
            receiver.close();

            assertThat(rig.broker.depth(BILLING)).isEqualTo(many - PartitionProgress.MAX_RUNS);
            List<String> again = ids(take(rig.open(BILLING), many));
            assertThat(again)
                    .hasSize(many - PartitionProgress.MAX_RUNS)
                    .doesNotContain("m1")
                    .contains("m0");
        }
    }
}
