package dev.crossdock.transport.pulsar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WhenLoansAreNotedTest {
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
    void whatALaterVersionWritesSaysNothing() {
        assertThat(LoanNote.read(new byte[] {9, 1, 2, 3}).begun()).isEmpty();
        assertThat(LoanNote.read(new byte[0]).begun()).isEmpty();
    }
}
