package dev.crossdock.transport.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.impl.NatsMessage;
import org.junit.jupiter.api.Test;

class NatsDeliveryTest {
    private static final String SHORT = "$JS.ACK.orders.billing.3.41.57.1795257732543380660.9";
    private static final String LONG = "$JS.ACK.hub.ACCOUNT.orders.billing.3.41.57.1795257732543380660.9.token";

    private static NatsDelivery delivery(String ackSubject) {
        return new NatsDelivery(NatsMessage.builder()
                .subject("orders")
                .replyTo(ackSubject)
                .data(new byte[0])
                .build());
    }

    @Test
    void readsBothFormsOfTheAcknowledgementsSubject() {
        for (String ackSubject : new String[] {SHORT, LONG}) {
            NatsDelivery read = delivery(ackSubject);
            assertThat(read.delivered).isEqualTo(3);
            assertThat(read.sequence).isEqualTo(41);
            assertThat(read.source()).isEqualTo("orders/41");
            assertThat(read.deliveryCount()).isEqualTo(3);
        }
    }

    @Test
    void countsWhatWasWrittenDownInsteadOfWhatTheServerHasDelivered() {
        NatsDelivery again = delivery(SHORT);
        again.countFrom(0);
        assertThat(again.deliveryCount()).isEqualTo(1);
        assertThat(again.attemptsMade()).isZero();
    }

    @Test
    void attemptsThatAreNotedShowWhenItIsHandedOutAgain() {
        NatsDelivery held = delivery(SHORT);
        held.note(5);
        assertThat(held.deliveryCount()).as("while it is in hand").isEqualTo(3);
        held.renumber();
        assertThat(held.deliveryCount()).isEqualTo(6);
        held.countThis();
        held.renumber();
        assertThat(held.deliveryCount()).isEqualTo(7);
    }
}
