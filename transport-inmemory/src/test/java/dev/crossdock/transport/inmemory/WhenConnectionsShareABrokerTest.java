package dev.crossdock.transport.inmemory;

import static dev.crossdock.transport.inmemory.Rig.BILLING;
import static dev.crossdock.transport.inmemory.Rig.ORDERS;
import static dev.crossdock.transport.inmemory.Rig.ids;
import static dev.crossdock.transport.inmemory.Rig.message;
import static dev.crossdock.transport.inmemory.Rig.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.Transport;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WhenConnectionsShareABrokerTest {
    @ParameterizedTest
    @EnumSource(Personality.class)
    void oneSendsWhatAnotherReads(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            Transport other = rig.connect();
            assertThat(rig.broker.connections()).isEqualTo(2);
            Rig.send(other, Duration.ZERO, ORDERS, message("a"));
            assertThat(ids(take(rig.open(BILLING), 10))).containsExactly("a");
            assertThat(rig.broker.receivers()).isEqualTo(1);
            assertThat(rig.broker.receivers(BILLING)).isEqualTo(1);
            assertThat(other.unwrap(InMemoryBroker.class)).containsSame(rig.broker);
            assertThat(other.unwrap(String.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void contentOutlivesTheLastConnection(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            rig.send(ORDERS, message("a"));
            rig.transport.close();
            assertThat(rig.broker.connections()).isZero();
            Transport next = rig.connect();
            assertThat(ids(take(rig.open(next, BILLING, Ordering.UNORDERED), 10)))
                    .containsExactly("a");
        }
    }

    @Test
    void anotherModeIsAConflict() throws Exception {
        try (Rig rig = Rig.leased()) {
            assertThatThrownBy(() -> rig.connect("mode", "plain-queue"))
                    .hasMessageContaining("plain-queue")
                    .hasMessageContaining("leased-queue")
                    .isInstanceOfSatisfying(
                            MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
            assertThat(rig.broker.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void removingEndsItForItsConnectionsAndTheNextOfThatNameIsNew(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            rig.sendLater(Duration.ZERO, ORDERS, message("a"));
            Receiver receiver = rig.open(BILLING);
            take(receiver, 1);
            InMemoryBroker.remove(rig.name);

            assertThatThrownBy(() -> take(receiver, 1)).hasMessageContaining("removed");
            assertThatThrownBy(rig.transport::ping).hasMessageContaining("removed");
            Rig.Answers answers = rig.send(ORDERS, message("b"));
            assertThat(answers.said).containsValue("rejected");
            assertThat(rig.transport.classify(answers.causes.get(0))).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(rig.time.scheduled()).isZero();

            assertThatThrownBy(() -> InMemoryBroker.named(rig.name)).hasMessageContaining(rig.name);
            Transport next = rig.connect();
            assertThat(InMemoryBroker.named(rig.name)).isNotSameAs(rig.broker);
            assertThat(InMemoryBroker.named(rig.name).topology()).isEmpty();
            next.ping();
        }
    }
}
