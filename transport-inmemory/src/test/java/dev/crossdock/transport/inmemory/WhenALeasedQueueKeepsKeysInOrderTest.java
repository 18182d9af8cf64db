package dev.crossdock.transport.inmemory;

import static dev.crossdock.transport.inmemory.Rig.BILLING;
import static dev.crossdock.transport.inmemory.Rig.LEASE;
import static dev.crossdock.transport.inmemory.Rig.ORDERS;
import static dev.crossdock.transport.inmemory.Rig.id;
import static dev.crossdock.transport.inmemory.Rig.ids;
import static dev.crossdock.transport.inmemory.Rig.message;
import static dev.crossdock.transport.inmemory.Rig.take;
import static dev.crossdock.transport.inmemory.Rig.takeOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhenALeasedQueueKeepsKeysInOrderTest {
    @Test
    void aKeyOnLoanBelongsToItsReceiver() throws Exception {
        try (Rig rig = Rig.leased().perKey()) {
            rig.send(ORDERS, message("a1", "a"), message("b1", "b"), message("a2", "a"), message("b2", "b"));
            Receiver one = rig.open(BILLING, Ordering.PER_KEY);
            Receiver two = rig.open(BILLING, Ordering.PER_KEY);

            List<WireDelivery> ofOne = take(one, 1);
            assertThat(ids(ofOne)).containsExactly("a1");
            List<WireDelivery> ofTwo = take(two, 10);
            assertThat(ids(ofTwo)).containsExactly("b1", "b2");
            assertThat(ids(take(one, 10))).containsExactly("a2");

            two.accept(ofTwo);
            rig.send(ORDERS, message("a3", "a"), message("b3", "b"));
            assertThat(ids(take(two, 10))).containsExactly("b3");
            assertThat(ids(take(one, 10))).containsExactly("a3");
        }
    }

    @Test
    void aKeyIsFreeWhenAllOfItIsSettled() throws Exception {
        try (Rig rig = Rig.leased().perKey()) {
            rig.send(ORDERS, message("a1", "a"), message("a2", "a"), message("a3", "a"));
            Receiver one = rig.open(BILLING, Ordering.PER_KEY);
            Receiver two = rig.open(BILLING, Ordering.PER_KEY);
            List<WireDelivery> ofOne = take(one, 2);
            one.accept(ofOne.subList(0, 1));
            assertThat(take(two, 10)).isEmpty();
            one.accept(ofOne.subList(1, 2));
            assertThat(ids(take(two, 10))).containsExactly("a3");
        }
    }

    @Test
    void aReleasedMessageHoldsItsKeyUntilItIsSettled() throws Exception {
        try (Rig rig = Rig.leased().perKey()) {
            rig.send(ORDERS, message("a1", "a"), message("a2", "a"), message("a3", "a"), message("b1", "b"));
            Receiver one = rig.open(BILLING, Ordering.PER_KEY);
            Receiver two = rig.open(BILLING, Ordering.PER_KEY);
            List<WireDelivery> ofOne = take(one, 2);
            one.release(ofOne.subList(0, 1), Duration.ofSeconds(10));
            one.giveBack(ofOne.subList(1, 2));

            assertThat(ids(take(one, 10))).containsExactly("b1");
            assertThat(take(two, 10)).isEmpty();
            rig.time.advance(Duration.ofSeconds(10));
            List<WireDelivery> again = take(two, 10);
            assertThat(ids(again)).containsExactly("a1");
            assertThat(again.get(0).deliveryCount()).isEqualTo(2);

            assertThat(take(two, 10)).isEmpty();
            assertThat(take(one, 10)).isEmpty();
            two.accept(again);
            assertThat(ids(take(two, 10))).containsExactly("a2", "a3");
        }
    }

    @Test
    void laterOnesOnLoanStayWithTheirReceiverAndTheReleasedOneReturnsToIt() throws Exception {
        try (Rig rig = Rig.leased().perKey()) {
            rig.send(ORDERS, message("a1", "a"), message("a2", "a"), message("a3", "a"));
            Receiver one = rig.open(BILLING, Ordering.PER_KEY);
            Receiver two = rig.open(BILLING, Ordering.PER_KEY);
            List<WireDelivery> ofOne = take(one, 2);
            one.release(ofOne.subList(0, 1), Duration.ZERO);

            assertThat(rig.broker.onLoan(BILLING)).isEqualTo(1);
            assertThat(take(two, 10)).isEmpty();
            assertThat(ids(take(one, 10))).containsExactly("a1");
        }
    }

    @Test
    void aLeaseThatRunsOutHoldsItsKeyTheSameWay() throws Exception {
        try (Rig rig = Rig.leased().perKey()) {
            rig.send(ORDERS, message("a1", "a"), message("a2", "a"));
            Receiver one = rig.open(BILLING, Ordering.PER_KEY);
            Receiver two = rig.open(BILLING, Ordering.PER_KEY);
            takeOne(one);
            rig.time.advance(LEASE);
            WireDelivery again = takeOne(two);
            assertThat(id(again)).isEqualTo("a1");
            assertThat(take(two, 10)).isEmpty();
            two.accept(List.of(again));
            assertThat(ids(take(one, 10))).containsExactly("a2");
        }
    }

    @Test
    void whatIsGivenBackComesInOrder() throws Exception {
        try (Rig rig = Rig.leased().perKey()) {
            rig.send(ORDERS, message("a1", "a"), message("a2", "a"), message("a3", "a"), message("a4", "a"));
            Receiver one = rig.open(BILLING, Ordering.PER_KEY);
            List<WireDelivery> taken = take(one, 3);
            one.giveBack(List.of(taken.get(2), taken.get(1), taken.get(0)));
            assertThat(ids(take(rig.open(BILLING, Ordering.PER_KEY), 10))).containsExactly("a1", "a2", "a3", "a4");
        }
    }

    @Test
    void messagesWithoutKeyAreFree() throws Exception {
        try (Rig rig = Rig.leased().perKey()) {
            rig.send(ORDERS, message("1"), message("2"), message("3"));
            Receiver one = rig.open(BILLING, Ordering.PER_KEY);
            Receiver two = rig.open(BILLING, Ordering.PER_KEY);
            List<WireDelivery> first = take(one, 1);
            one.release(first, Duration.ofMinutes(1));
            assertThat(ids(take(two, 1))).containsExactly("2");
            assertThat(ids(take(one, 1))).containsExactly("3");
            rig.time.advance(Duration.ofMinutes(1));
            assertThat(ids(take(two, 10))).contains("1");
        }
    }

    @Test
    void aWaitingOwnerGetsWhatAnotherReceiverMetAndMayNotHave() throws Exception {
        try (Rig rig = Rig.leased().perKey()) {
            rig.send(ORDERS, message("a1", "a"));
            Receiver one = rig.open(BILLING, Ordering.PER_KEY);
            Receiver two = rig.open(BILLING, Ordering.PER_KEY);
            takeOne(one);
            Background<List<WireDelivery>> waiting = Background.run(() -> one.receive(10, Duration.ofSeconds(20)));
            waiting.awaitWaiting();
            rig.send(ORDERS, message("a2", "a"));
            take(two, 10);
            assertThat(ids(waiting.get())).containsExactly("a2");
        }
    }

    @Test
    void oneHotKeyIsNotSearchedAgainAndAgain() throws Exception {
        try (Rig rig = Rig.leased().perKey()) {
            int many = 100_000;
            WireMessage[] backlog = new WireMessage[many];
            for (int i = 0; i < many; i++) {
                backlog[i] = message("m" + i, "hot");
            }
            rig.send(ORDERS, backlog);
            Receiver one = rig.open(BILLING, Ordering.PER_KEY);
            Receiver two = rig.open(BILLING, Ordering.PER_KEY);
            takeOne(one);
            long start = System.nanoTime();
            for (int i = 0; i < 10_000; i++) {
                assertThat(take(two, 1)).isEmpty();
            }
            // A search each time would be a thousand million steps.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void anInboxMadeWithoutOrderCannotBeReadInOrder() throws Exception {
        try (Rig rig = Rig.leased().unordered()) {
            assertThatThrownBy(() -> rig.open(BILLING, Ordering.PER_KEY))
                    .isInstanceOfSatisfying(
                            MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
        }
    }
}
