package dev.crossdock.transport.inmemory;

import static dev.crossdock.transport.inmemory.Rig.BILLING;
import static dev.crossdock.transport.inmemory.Rig.LEASE;
import static dev.crossdock.transport.inmemory.Rig.ORDERS;
import static dev.crossdock.transport.inmemory.Rig.ids;
import static dev.crossdock.transport.inmemory.Rig.message;
import static dev.crossdock.transport.inmemory.Rig.takeOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.WireDelivery;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WhenAReceiverWaitsTest {
    private static final Duration LONG = Duration.ofHours(1);

    @ParameterizedTest
    @EnumSource(Personality.class)
    void aMessageEndsTheWait(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            Receiver receiver = rig.open(BILLING);
            Background<List<WireDelivery>> waiting = Background.run(() -> receiver.receive(10, LONG));
            waiting.awaitWaiting();
            rig.send(ORDERS, message("a"));
            assertThat(ids(waiting.get())).containsExactly("a");
        }
    }

    @Test
    void theTimeOfADelayedMessageEndsTheWait() throws Exception {
        try (Rig rig = Rig.leased().unordered()) {
            Receiver receiver = rig.open(BILLING);
            rig.sendLater(Duration.ofMinutes(5), ORDERS, message("a"));
            Background<List<WireDelivery>> waiting = Background.run(() -> receiver.receive(10, LONG));
            waiting.awaitWaiting();
            rig.time.advance(Duration.ofMinutes(5));
            assertThat(ids(waiting.get())).containsExactly("a");
        }
    }

    @Test
    void theEndOfAnotherReceiversLeaseEndsTheWait() throws Exception {
        try (Rig rig = Rig.leased().unordered()) {
            rig.send(ORDERS, message("a"));
            takeOne(rig.open(BILLING));
            Receiver receiver = rig.open(BILLING);
            Background<List<WireDelivery>> waiting = Background.run(() -> receiver.receive(10, LONG));
            waiting.awaitWaiting();
            rig.time.advance(LEASE);
            assertThat(waiting.get().get(0).deliveryCount()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void aWakeupEndsThisWaitOrTheNextOneAndOnlyOne(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            Receiver receiver = rig.open(BILLING);
            Background<List<WireDelivery>> waiting = Background.run(() -> receiver.receive(10, LONG));
            waiting.awaitWaiting();
            receiver.wakeup();
            assertThat(waiting.get()).isEmpty();

            receiver.wakeup();
            assertThat(receiver.receive(0, LONG)).isEmpty();

            Background<List<WireDelivery>> again = Background.run(() -> receiver.receive(0, LONG));
            again.awaitWaiting();
            rig.send(ORDERS, message("a"));
            receiver.wakeup();
            assertThat(again.get()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void anInterruptEndsTheWait(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            Receiver receiver = rig.open(BILLING);
            Background<List<WireDelivery>> waiting = Background.run(() -> receiver.receive(10, LONG));
            waiting.awaitWaiting();
            waiting.interrupt();
            assertThatThrownBy(waiting::get).hasCauseInstanceOf(InterruptedException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void theWaitIsRealTime(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            assertThat(rig.open(BILLING).receive(10, Duration.ofMillis(5))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void thereIsRoomForNoMoreThanWasAskedFor(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            for (int i = 0; i < 20; i++) {
                rig.send(ORDERS, message("m" + i));
            }
            Receiver receiver = rig.open(BILLING);
            assertThat(receiver.receive(0, Duration.ZERO)).isEmpty();
            assertThat(receiver.receive(7, LONG)).hasSize(7);
            assertThat(receiver.receive(100, LONG)).hasSize(13);
            assertThat(rig.broker.onLoan(BILLING)).isEqualTo(20);
        }
    }
}
