package dev.crossdock.transport.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.impl.NatsMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LoansTest {
    private final Loans loans = new Loans();

    private static NatsDelivery delivery(long sequence, long until) {
        return delivery(sequence, 1, until);
    }

    private static NatsDelivery delivery(long sequence, int delivered, long until) {
        NatsDelivery made = new NatsDelivery(
                NatsMessage.builder()
                        .subject("orders")
                        .replyTo("$JS.ACK.orders.billing." + delivered + "." + sequence + ".1.1.0")
                        .data(new byte[0])
                        .build(),
                new AckSubjects());
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
        NatsDelivery second = delivery(1, 2, 0);
        assertThat(loans.handOut(first)).isNull();
        assertThat(loans.handOut(second)).isSameAs(first);
        assertThat(loans.settle(first)).isFalse();
        assertThat(loans.settle(second)).isTrue();
    }

    @Test
    void whatTheEngineHasComesBackInTheOrderOfTheStreamWhateverWasDoneMeanwhile() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            Map<Long, NatsDelivery> lent = new TreeMap<>();
            for (int step = 0; step < 50; step++) {
                long sequence = random.nextLong(20);
                NatsDelivery had = lent.get(sequence);
                if (had == null) {
                    lent.put(sequence, delivery(sequence, 0));
                    assertThat(loans.handOut(lent.get(sequence))).isNull();
                } else if (random.nextBoolean()) {
                    assertThat(loans.settle(lent.remove(sequence))).isTrue();
                    assertThat(loans.settle(had)).as("a second time").isFalse();
                } else if (random.nextBoolean()) {
                    assertThat(loans.renew(had, 1)).isTrue();
                } else {
                    lent.put(sequence, delivery(sequence, 2, 0));
                    assertThat(loans.handOut(lent.get(sequence))).isSameAs(had);
                }
                assertThat(loans.isEmpty()).isEqualTo(lent.isEmpty());
            }
            assertThat(loans.takeAllOut()).containsExactlyElementsOf(lent.values());
            assertThat(loans.isEmpty()).isTrue();
        }
    }
}
