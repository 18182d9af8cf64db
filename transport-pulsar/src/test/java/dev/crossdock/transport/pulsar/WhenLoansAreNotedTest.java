package dev.crossdock.transport.pulsar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.pulsar.client.api.MessageId;
import org.junit.jupiter.api.Test;

class WhenLoansAreNotedTest {
    private static Place place(int entry) {
        return new Place(0, 1, entry, -1);
    }

    @SuppressWarnings("NullAway") // Whose it is matters to receivers only.
    private static PulsarDelivery delivery(int entry, int before) {
        WireMessage message = new WireMessage(new byte[0], null, Headers.empty());
        PulsarDelivery delivery = new PulsarDelivery(null, MessageId.earliest, place(entry), message);
        delivery.before = before;
        return delivery;
    }

    @Test
    void everyNoteReadsAsItWasWritten() {
        Random random = new Random(5);
        for (int round = 0; round < 500; round++) {
            Map<Place, Integer> begun = new HashMap<>();
            int size = random.nextInt(60);
            for (int i = 0; i < size; i++) {
                long ledger = random.nextInt(4) == 0 ? Long.MAX_VALUE - random.nextInt(3) : random.nextInt(3);
                begun.put(
                        new Place(random.nextInt(2), ledger, random.nextInt(12), random.nextInt(4) - 1),
                        1 + random.nextInt(2));
            }
            LoanNote note = new LoanNote(random.nextBoolean(), begun);
            assertThat(LoanNote.read(note.write())).isEqualTo(note);
        }
    }

    @Test
    void neighboursTakeNoRoom() {
        Map<Place, Integer> begun = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            begun.put(new Place(0, 17, 4_000 + i, -1), 1);
            begun.put(new Place(0, 18, 9, i), 1);
        }
        assertThat(new LoanNote(true, begun).write()).hasSizeLessThan(32);
    }

    @Test
    void theLastNoteForgetsNothingThatCounts() {
        Map<Place, Integer> inherited = Map.of(place(1), 2, place(2), 1, place(3), 4);
        List<PulsarDelivery> unbegun = List.of(delivery(1, 0), delivery(2, 3), delivery(5, 0));
        List<PulsarDelivery> lent = List.of(delivery(3, 4), delivery(6, 0));
        assertThat(LoanNote.last(inherited, unbegun, lent))
                .isEqualTo(new LoanNote(true, Map.of(place(1), 2, place(2), 3, place(3), 5, place(6), 1)));
    }

    @Test
    void whatALaterVersionWritesSaysNothing() {
        assertThat(LoanNote.read(new byte[] {9, 1, 2, 3}).begun()).isEmpty();
        assertThat(LoanNote.read(new byte[0]).begun()).isEmpty();
    }
}
