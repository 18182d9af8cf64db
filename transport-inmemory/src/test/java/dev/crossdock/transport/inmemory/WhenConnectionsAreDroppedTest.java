package dev.crossdock.transport.inmemory;

import static dev.crossdock.transport.inmemory.Rig.BILLING;
import static dev.crossdock.transport.inmemory.Rig.ORDERS;
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
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.WireDelivery;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WhenConnectionsAreDroppedTest {
    @ParameterizedTest
    @EnumSource(Personality.class)
    void receiversFailAndLoansComeBackCounted(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            rig.send(ORDERS, message("a"));
            Receiver receiver = rig.open(BILLING);
            WireDelivery delivery = takeOne(receiver);
            rig.broker.dropConnections();

            assertThat(rig.lost).containsExactly(delivery);
            assertThatThrownBy(() -> take(receiver, 1))
                    .isInstanceOfSatisfying(
                            MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
            receiver.accept(List.of(delivery));
            receiver.close();
            assertThat(rig.broker.receivers()).isZero();
            assertThat(rig.broker.connections()).isEqualTo(1);

            assertThat(takeOne(rig.open(BILLING)).deliveryCount()).isEqualTo(2);
            assertThat(rig.lost).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void aReceiverThatWaitsFailsAtOnce(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            Receiver receiver = rig.open(BILLING);
            Background<List<WireDelivery>> waiting = Background.run(() -> receiver.receive(1, Duration.ofHours(1)));
            waiting.awaitWaiting();
            rig.broker.dropConnections();
            assertThatThrownBy(waiting::get).hasCauseInstanceOf(MessagingException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void theConnectionGoesOnToWork(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            rig.broker.dropConnections();
            rig.transport.ping();
            assertThat(rig.send(ORDERS, message("a")).said).containsValue("confirmed");
            assertThat(ids(take(rig.open(BILLING), 10))).containsExactly("a");
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void unansweredSendsEndAsUnknown(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            rig.broker.pause();
            Rig.Answers answers = rig.send(ORDERS, message("a"), message("b"));
            rig.broker.dropConnections();
            assertThat(answers.said.values()).containsExactly("unknown", "unknown");
            assertThat(rig.transport.classify(answers.causes.get(0))).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void closingTheConnectionEndsItsReceivers(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            rig.send(ORDERS, message("a"));
            Transport other = rig.connect();
            Receiver receiver = rig.open(other, BILLING, Ordering.UNORDERED);
            take(receiver, 1);
            other.close();
            other.close();

            assertThat(rig.broker.connections()).isEqualTo(1);
            assertThatThrownBy(() -> take(receiver, 1)).hasMessageContaining("closed");
            assertThatThrownBy(() -> rig.open(other, BILLING, Ordering.UNORDERED))
                    .isInstanceOfSatisfying(
                            MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
            assertThatThrownBy(other::ping).hasMessageContaining("closed");
            assertThat(ids(take(rig.open(BILLING), 10))).containsExactly("a");
        }
    }
}
