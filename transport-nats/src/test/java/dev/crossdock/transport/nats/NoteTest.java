package dev.crossdock.transport.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.impl.NatsMessage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NoteTest {
    private static NatsDelivery delivery(int delivered) {
        return new NatsDelivery(
                NatsMessage.builder()
                        .subject("orders")
                        .replyTo("$JS.ACK.orders.billing." + delivered + ".41.57.1795257732543380660.9")
                        .data(new byte[0])
                        .build(),
                new AckSubjects());
    }

    private static NatsDelivery after(NatsDelivery noted, int delivered) {
        NatsDelivery later = delivery(delivered);
        Note.read(Note.of(noted).bytes()).number(later, true);
        return later;
    }

    @Test
    void whatGoesBackUnstartedCountsNoMoreThanBefore() {
        NatsDelivery again = after(delivery(1), 2);
        assertThat(again.deliveryCount()).isEqualTo(1);
        assertThat(again.cameBackUnanswered()).isFalse();
    }

    @Test
    void whatNobodyHasAnsweredSinceTheNoteCountsAndIsSuspect() {
        NatsDelivery again = after(delivery(1), 4);
        assertThat(again.deliveryCount()).isEqualTo(3);
        assertThat(again.cameBackUnanswered()).isTrue();
    }

    @Test
    void aSuspectThatGoesBackUnstartedStaysOne() {
        NatsDelivery suspect = delivery(3);
        suspect.suspect(true);
        NatsDelivery again = after(suspect, 4);
        assertThat(again.deliveryCount()).isEqualTo(3);
        assertThat(again.cameBackUnanswered()).isTrue();
        assertThat(after(again, 5).cameBackUnanswered()).isTrue();
    }

    @Test
    void withOrderNobodyIsSuspected() {
        NatsDelivery suspect = delivery(3);
        suspect.suspect(true);
        NatsDelivery again = delivery(9);
        Note.of(suspect).number(again, false);
        assertThat(again.cameBackUnanswered()).isFalse();
    }

    @Test
    void aNoteOfTwoNumbersIsReadAsWell() {
        assertThat(Note.read("3 2".getBytes(StandardCharsets.US_ASCII))).isEqualTo(new Note(3, 2, false));
    }
}
