package dev.crossdock.transport.inmemory;

import static dev.crossdock.transport.inmemory.Rig.BILLING;
import static dev.crossdock.transport.inmemory.Rig.ORDERS;
import static dev.crossdock.transport.inmemory.Rig.ids;
import static dev.crossdock.transport.inmemory.Rig.message;
import static dev.crossdock.transport.inmemory.Rig.take;
import static dev.crossdock.transport.inmemory.Rig.takeOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.WireDelivery;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhenAPlainQueueIsReadTest {
    @Test
    void aLoanDoesNotRunOut() throws Exception {
        try (Rig rig = Rig.plain().unordered()) {
            rig.send(ORDERS, message("a"));
            Receiver receiver = rig.open(BILLING);
            WireDelivery delivery = takeOne(receiver);
            rig.time.advance(Duration.ofDays(10));
            receiver.accept(List.of(delivery));
            assertThat(rig.broker.depth(BILLING)).isZero();
            assertThat(rig.lost).isEmpty();
            assertThat(rig.time.scheduled()).isZero();
        }
    }

    @Test
    void releasedMessagesComeFirstAtOnceInTheOrderGivenAndCount() throws Exception {
        try (Rig rig = Rig.plain().unordered()) {
            rig.send(ORDERS, message("a"), message("b"), message("c"), message("d"));
            Receiver receiver = rig.open(BILLING);
            List<WireDelivery> taken = take(receiver, 3);
            receiver.giveBack(taken.subList(0, 1));
            receiver.release(taken.subList(1, 3), Duration.ZERO);

            List<WireDelivery> again = take(receiver, 10);
            assertThat(ids(again)).containsExactly("b", "c", "a", "d");
            assertThat(again).extracting(WireDelivery::deliveryCount).containsExactly(2, 2, 1, 1);
        }
    }

    @Test
    void theEndOfASessionBringsItsLoansBackAtTheirPlacesAndCounts() throws Exception {
        try (Rig rig = Rig.plain().unordered()) {
            rig.send(ORDERS, message("a"), message("b"), message("c"));
            Receiver receiver = rig.open(BILLING);
            take(receiver, 2);
            receiver.close();
            List<WireDelivery> again = take(rig.open(BILLING), 10);
            assertThat(ids(again)).containsExactly("a", "b", "c");
            assertThat(again).extracting(WireDelivery::deliveryCount).containsExactly(2, 2, 1);
        }
    }

    @Test
    void withOrderPerKeyOneReceiverIsActiveAndTheNextTakesOver() throws Exception {
        try (Rig rig = Rig.plain().perKey()) {
            Receiver one = rig.open(BILLING, Ordering.PER_KEY);
            Receiver two = rig.open(BILLING, Ordering.PER_KEY);
            rig.send(ORDERS, message("a1", "a"), message("b1", "b"), message("a2", "a"));

            assertThat(take(two, 10)).isEmpty();
            one.accept(take(one, 1));
            assertThat(ids(take(one, 1))).containsExactly("b1");
            Background<List<WireDelivery>> standby = Background.run(() -> two.receive(10, Duration.ofSeconds(20)));
            standby.awaitWaiting();
            one.close();

            assertThat(ids(standby.get())).containsExactly("b1", "a2");
        }
    }

    @Test
    void thereIsNoDelayNoPlaceForAttemptsAndNoBrowsing() throws Exception {
        try (Rig rig = Rig.plain().unordered()) {
            assertThat(rig.transport.capabilities().maxSendDelay()).isZero();
            assertThat(rig.transport.capabilities().maxReleaseDelay()).isZero();
            assertThat(rig.sendLater(Duration.ofMillis(1), ORDERS, message("late")).said)
                    .containsValue("rejected");

            rig.send(ORDERS, message("a"));
            Receiver receiver = rig.open(BILLING);
            receiver.hold(takeOne(receiver), 9);
            receiver.close();
            assertThat(takeOne(rig.open(BILLING)).deliveryCount()).isEqualTo(2);

            assertThat(rig.transport.browse(BILLING, 1)).isEmpty();
            assertThat(rig.transport.depth(BILLING)).hasValue(1);
            assertThat(rig.peek(BILLING)).containsExactly("a");
        }
    }
}
