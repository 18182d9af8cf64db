package dev.crossdock.transport.inmemory;

import static dev.crossdock.transport.inmemory.Rig.BILLING;
import static dev.crossdock.transport.inmemory.Rig.ORDERS;
import static dev.crossdock.transport.inmemory.Rig.id;
import static dev.crossdock.transport.inmemory.Rig.ids;
import static dev.crossdock.transport.inmemory.Rig.message;
import static dev.crossdock.transport.inmemory.Rig.take;
import static dev.crossdock.transport.inmemory.Rig.takeOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WhenALeasedMessageComesBackTest {
    @Test
    void aReleaseWaitsForItsDelayAndCounts() throws Exception {
        try (Rig rig = Rig.leased().unordered()) {
            rig.send(ORDERS, message("a"), message("b"));
            Receiver receiver = rig.open(BILLING);
            receiver.release(List.of(takeOne(receiver)), Duration.ofHours(12));

            assertThat(ids(take(receiver, 10))).containsExactly("b");
            rig.time.advance(Duration.ofHours(12).minusNanos(1));
            assertThat(ids(take(receiver, 10))).doesNotContain("a");
            rig.time.advance(Duration.ofNanos(1));

            assertThat(take(receiver, 10))
                    .filteredOn(delivery -> id(delivery).equals("a"))
                    .extracting(WireDelivery::deliveryCount)
                    .containsExactly(2);
        }
    }

    @Test
    void aLongerReleaseThanTheLimitIsAFaultOfItsCaller() throws Exception {
        try (Rig rig = Rig.leased("max-release-delay", "1m").unordered()) {
            rig.send(ORDERS, message("a"));
            Receiver receiver = rig.open(BILLING);
            List<WireDelivery> taken = take(receiver, 1);
            assertThatThrownBy(() -> receiver.release(taken, Duration.ofSeconds(61)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("PT1M");
            receiver.release(taken, Duration.ofSeconds(60));
        }
    }

    @Test
    void whatIsGivenBackHasItsFormerPlaceAndDoesNotCount() throws Exception {
        try (Rig rig = Rig.leased().unordered()) {
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
    void attemptsMadeInPlaceAreInTheNextCount() throws Exception {
        try (Rig rig = Rig.leased().unordered()) {
            rig.send(ORDERS, message("a"));
            Receiver receiver = rig.open(BILLING);
            receiver.hold(takeOne(receiver), 7);
            rig.broker.dropConnections();

            assertThat(takeOne(rig.open(BILLING)).deliveryCount()).isGreaterThan(7);
        }
    }

    @Test
    void attemptsMadeInPlaceOutliveGivingBack() throws Exception {
        try (Rig rig = Rig.leased().unordered()) {
            rig.send(ORDERS, message("a"));
            Receiver receiver = rig.open(BILLING);
            WireDelivery delivery = takeOne(receiver);
            receiver.hold(delivery, 3);
            receiver.giveBack(List.of(delivery));
            assertThat(takeOne(receiver).deliveryCount()).isEqualTo(4);
        }
    }

    @Test
    void closingItsReceiverBringsItBackAtOnceAndCounts() throws Exception {
        try (Rig rig = Rig.leased().unordered()) {
            rig.send(ORDERS, message("a"), message("b"));
            Receiver receiver = rig.open(BILLING);
            take(receiver, 2);
            receiver.close();
            receiver.close();

            List<WireDelivery> again = take(rig.open(BILLING), 10);
            assertThat(ids(again)).containsExactly("a", "b");
            assertThat(again).allMatch(delivery -> delivery.deliveryCount() == 2);
            assertThat(rig.lost).isEmpty();
        }
    }

    @Test
    void aDelayedSendComesWhenItIsDueAndBehindWhatIsThereThen() throws Exception {
        try (Rig rig = Rig.leased().unordered()) {
            assertThat(rig.sendLater(Duration.ofMinutes(15), ORDERS, message("late")).said)
                    .containsValue("confirmed");
            Receiver receiver = rig.open(BILLING);
            assertThat(take(receiver, 10)).isEmpty();
            assertThat(rig.broker.depth(BILLING)).isEqualTo(1);
            assertThat(rig.peek(BILLING)).containsExactly("late");

            rig.send(ORDERS, message("first"));
            rig.time.advance(Duration.ofMinutes(15));
            rig.send(ORDERS, message("last"));

            assertThat(ids(take(receiver, 10))).containsExactly("first", "late", "last");
        }
    }

    @Test
    void aLongerDelayThanTheLimitIsRejected() throws Exception {
        try (Rig rig = Rig.leased("max-send-delay", "1m").unordered()) {
            assertThat(rig.transport.capabilities().maxSendDelay()).isEqualTo(Duration.ofMinutes(1));
            assertThat(rig.sendLater(Duration.ofMinutes(1), ORDERS, message("a")).said)
                    .containsValue("confirmed");
            Rig.Answers beyond = rig.sendLater(Duration.ofMinutes(1).plusNanos(1), ORDERS, message("b"));
            assertThat(beyond.said).containsValue("rejected");
            assertThat(beyond.causes.get(0)).hasMessageContaining("PT1M");
        }
    }

    @Test
    void browsingShowsEverythingInOrderAndChangesNothing() throws Exception {
        try (Rig rig = Rig.leased().perKey()) {
            rig.sendLater(Duration.ofMinutes(1), ORDERS, message("delayed"));
            rig.send(ORDERS, message("a", "k"), message("b", "k"), message("c"), message("d"), message("e"));
            Receiver receiver = rig.open(BILLING, Ordering.PER_KEY);
            List<WireDelivery> taken = take(receiver, 4);
            receiver.release(taken.subList(0, 1), Duration.ofMinutes(5));
            receiver.release(taken.subList(2, 3), Duration.ofMinutes(5));

            Optional<List<WireMessage>> all = rig.transport.browse(BILLING, 10);
            assertThat(all.orElseThrow()).extracting(Rig::id).containsExactly("a", "b", "c", "d", "e", "delayed");
            assertThat(rig.transport.browse(BILLING, 2).orElseThrow())
                    .extracting(Rig::id)
                    .containsExactly("a", "b");
            assertThat(rig.transport.depth(BILLING)).hasValue(6);
            assertThat(rig.broker.onLoan(BILLING)).isEqualTo(2);
            assertThat(ids(take(receiver, 10))).containsExactly("e");
        }
    }
}
