package dev.crossdock.transport.inmemory;

import static dev.crossdock.transport.inmemory.Rig.BILLING;
import static dev.crossdock.transport.inmemory.Rig.DEAD;
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
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.WireDelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WhenTheBrokerIsPausedTest {
    @ParameterizedTest
    @EnumSource(Personality.class)
    void sendsAreAnsweredWhenItGoesOnInOrder(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            rig.broker.pause();
            Rig.Answers first = rig.send(ORDERS, message("a", "k"), message("b", "k"));
            Rig.Answers second = rig.send(ORDERS, message("c", "k"));
            Rig.Answers missing = rig.send(new Address.Topic("nowhere"), message("d"));
            assertThat(first.said).isEmpty();
            assertThat(rig.broker.depth(BILLING)).isZero();

            rig.broker.resume();
            assertThat(first.said.values()).containsExactly("confirmed", "confirmed");
            assertThat(second.said.values()).containsExactly("confirmed");
            assertThat(missing.said.values()).containsExactly("rejected");
            assertThat(rig.peek(BILLING)).containsExactly("a", "b", "c");
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void closingLeavesUnansweredSendsUnknownAndSomeOfThemStored(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            Transport other = rig.connect();
            rig.broker.pause();
            List<Rig.Answers> answers = new ArrayList<>();
            for (String id : List.of("a", "b", "c", "d")) {
                answers.add(Rig.send(other, Duration.ZERO, ORDERS, message(id, "k")));
            }
            other.close();
            assertThat(answers).allSatisfy(one -> assertThat(one.said.values()).containsExactly("unknown"));
            rig.broker.resume();
            assertThat(answers).allSatisfy(one -> assertThat(one.said.values()).containsExactly("unknown"));
            assertThat(rig.peek(BILLING)).containsExactly("a", "b");
            assertThat(Rig.send(other, Duration.ZERO, ORDERS, message("e")).said.values())
                    .containsExactly("rejected");
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void nothingIsDeliveredUntilItGoesOn(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            rig.send(ORDERS, message("a"));
            Receiver receiver = rig.open(BILLING);
            rig.broker.pause();
            assertThat(take(receiver, 1)).isEmpty();
            Background<List<WireDelivery>> waiting = Background.run(() -> receiver.receive(1, Duration.ofSeconds(20)));
            waiting.awaitWaiting();
            rig.broker.resume();
            assertThat(ids(waiting.get())).containsExactly("a");
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void settlementsTakeEffectWhenItGoesOn(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            rig.send(ORDERS, message("a"));
            Receiver receiver = rig.open(BILLING);
            List<WireDelivery> taken = take(receiver, 1);
            rig.broker.pause();
            receiver.accept(taken);
            assertThat(rig.broker.depth(BILLING)).isEqualTo(1);
            rig.broker.resume();
            assertThat(rig.broker.depth(BILLING)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void settlementsAreLostWithTheirConnection(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            rig.send(ORDERS, message("a"));
            Receiver receiver = rig.open(BILLING);
            List<WireDelivery> taken = take(receiver, 1);
            rig.broker.pause();
            receiver.accept(taken);
            rig.broker.dropConnections();
            rig.broker.resume();
            assertThat(takeOne(rig.open(BILLING)).deliveryCount()).isEqualTo(2);
            assertThat(rig.lostIds()).containsExactly("a");
        }
    }

    @Test
    void leasesRunOutAndSettlementsThatCameTooLateHaveNoEffect() throws Exception {
        try (Rig rig = Rig.leased().unordered()) {
            rig.send(ORDERS, message("a"));
            Receiver receiver = rig.open(BILLING);
            List<WireDelivery> taken = take(receiver, 1);
            rig.broker.pause();
            receiver.accept(taken);
            rig.time.advance(LEASE);
            rig.broker.resume();
            assertThat(rig.broker.depth(BILLING)).isEqualTo(1);
            assertThat(rig.lostIds()).containsExactly("a");
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void requestsThatNeedAnAnswerGiveUpAndSayWhy(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode, "request-timeout", "10ms").unordered()) {
            rig.send(ORDERS, message("a"));
            Receiver receiver = rig.open(BILLING);
            take(receiver, 1);
            rig.broker.pause();
            assertUnavailable(rig.transport::ping);
            assertUnavailable(() -> rig.create(DEAD));
            assertUnavailable(() -> rig.open(BILLING));
            assertUnavailable(() -> rig.transport.depth(BILLING));
            assertUnavailable(() -> rig.transport.browse(BILLING, 1));
            assertUnavailable(receiver::close);
            rig.broker.resume();
            rig.transport.ping();
            assertThat(takeOne(rig.open(BILLING)).deliveryCount()).isEqualTo(2);
        }
    }

    @Test
    void aRequestThatWaitsIsServedWhenItGoesOn() throws Exception {
        try (Rig rig = Rig.leased("request-timeout", "20s").unordered()) {
            rig.broker.pause();
            Background<Boolean> ping = Background.run(() -> {
                rig.transport.ping();
                return true;
            });
            ping.awaitWaiting();
            rig.broker.resume();
            assertThat(ping.get()).isTrue();
        }
    }

    private static void assertUnavailable(org.assertj.core.api.ThrowableAssert.ThrowingCallable request) {
        assertThatThrownBy(request)
                .hasMessageContaining("paused")
                .isInstanceOfSatisfying(
                        MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }
}
