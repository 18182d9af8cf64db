package dev.crossdock.transport.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.impl.NatsMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoansTest {
    private final Loans loans = new Loans();

    private static NatsDelivery delivery(long sequence, long until) {
        NatsDelivery made = new NatsDelivery(NatsMessage.builder()
                .subject("orders")
                .replyTo("$JS.ACK.orders.billing.1." + sequence + ".1.1.0")
                .data(new byte[0])
                .build());
        made.heldUntil = until;
        return made;
    }

    @Test
    void whatIsHereGoesOutInTheOrderOfTheStream() {
        NatsDelivery older = delivery(1, 0);
        NatsDelivery younger = delivery(2, 0);
        loans.keep(younger);
        loans.keep(older);
        assertThat(loans.takeKept()).isSameAs(older);
        assertThat(loans.takeKept()).isSameAs(younger);
        assertThat(loans.takeKept()).isNull();
    }

    @Test
    void onlyWhatWasNotRenewedIsOverdue() {
        NatsDelivery renewed = delivery(1, 10);
        NatsDelivery forgotten = delivery(2, 20);
        loans.handOut(renewed);
        loans.handOut(forgotten);
        loans.renew(renewed, 40);
        List<NatsDelivery> lost = new ArrayList<>();
        loans.takeOverdue(30, lost::add);
        assertThat(lost).containsExactly(forgotten);
        assertThat(loans.settle(forgotten)).isFalse();
        assertThat(loans.settle(renewed)).isTrue();
        assertThat(loans.isEmpty()).isTrue();
    }

    @Test
    void aSecondDeliveryTakesThePlaceOfTheFirst() {
        NatsDelivery first = delivery(1, 0);
        NatsDelivery second = delivery(1, 0);
        assertThat(loans.handOut(first)).isNull();
        assertThat(loans.handOut(second)).isSameAs(first);
        assertThat(loans.settle(first)).isFalse();
        assertThat(loans.settle(second)).isTrue();
    }
}
