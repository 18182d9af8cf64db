package dev.crossdock.transport.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.impl.NatsMessage;
import org.junit.jupiter.api.Test;

class NatsDeliveryTest {
    private static final String SHORT = "$JS.ACK.orders.billing.3.41.57.1795257732543380660.9";
    private static final String LONG = "$JS.ACK.hub.ACCOUNT.orders.billing.3.41.57.1795257732543380660.9.token";

    private final AckSubjects subjects = new AckSubjects();

    private NatsDelivery delivery(String ackSubject) {
        return new NatsDelivery(
                NatsMessage.builder()
                        .subject("orders")
                        .replyTo(ackSubject)
                        .data(new byte[0])
                        .build(),
                subjects);
    }

    @Test
    void readsBothFormsOfTheAcknowledgementsSubject() {
        for (String ackSubject : new String[] {SHORT, LONG, SHORT}) {
            NatsDelivery read = delivery(ackSubject);
            assertThat(read.delivered).isEqualTo(3);
            assertThat(read.sequence).isEqualTo(41);
            assertThat(read.source()).isEqualTo("orders/41");
            assertThat(read.deliveryCount()).isEqualTo(3);
        }
    }

    @Test
    void aLeaderOfAnotherVersionMayWriteTheOtherFormFromThenOn() {
        for (long sequence = 1; sequence <= 20; sequence++) {
            String beginning =
                    sequence % 3 == 0 ? "$JS.ACK.hub.ACCOUNT.orders.billing.1." : "$JS.ACK.orders.billing.1.";
            String end = sequence % 3 == 0 ? ".7.1795257732543380660.9.token" : ".7.1795257732543380660.9";
            assertThat(delivery(beginning + sequence + end).sequence).isEqualTo(sequence);
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
