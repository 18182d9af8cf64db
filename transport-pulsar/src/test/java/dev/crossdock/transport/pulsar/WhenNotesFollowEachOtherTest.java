package dev.crossdock.transport.pulsar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WhenNotesFollowEachOtherTest {
    private static Place place(long ledger, long entry) {
        return new Place(0, ledger, entry, -1);
    }

    @Test
    void ourNotesNeedNotBeReadAsLongAsNobodyElseWrites() {
        Frontier frontier = new Frontier();
        frontier.read(place(1, 7));
        assertThat(frontier.reaches(place(1, 8))).isTrue();
        assertThat(frontier.reaches(place(1, 9))).isTrue();
    }

    @Test
    void whatSomebodyHasWrittenBetweenIsWaitedFor() {
        Frontier frontier = new Frontier();
        frontier.read(place(1, 7));
        assertThat(frontier.reaches(place(1, 9))).isFalse();
        frontier.read(place(1, 8));
        frontier.read(place(1, 9));
        assertThat(frontier.reaches(place(1, 10))).isTrue();
    }

    @Test
    void beforeTheFirstNoteOfALedgerThereMayBeOthers() {
        Frontier frontier = new Frontier();
        assertThat(frontier.reaches(place(1, 0))).isFalse();
        frontier.read(place(1, 0));
        assertThat(frontier.reaches(place(2, 0))).isFalse();
        assertThat(frontier.reaches(place(2, 1))).isFalse();
    }

    @Test
    void partsOfAnEntryDoNotTellOfItsEnd() {
        Frontier frontier = new Frontier();
        frontier.read(new Place(0, 1, 7, 0));
        assertThat(frontier.reaches(place(1, 8))).isFalse();
    }

    @Test
    void nothingOfOthersIsEverMissing() {
        SplittableRandom random = new SplittableRandom(11);
        int reached = 0;
        for (int round = 0; round < 2_000; round++) {
            // What is in the topic, in its order: true is ours. The reader is behind by a part of it.
            List<Place> all = new ArrayList<>();
            List<Boolean> ours = new ArrayList<>();
            Frontier frontier = new Frontier();
            int read = 0;
            long ledger = 1;
            long entry = 0;
            for (int step = 0; step < 40; step++) {
                boolean own = random.nextInt(4) > 0;
                Place place = place(ledger, entry++);
                all.add(place);
                ours.add(own);
                for (int behind = random.nextInt(3); behind > 0 && read < all.size(); behind--) {
                    frontier.read(all.get(read++));
                }
                if (own && frontier.reaches(place)) {
                    reached++;
                    assertThat(ours.subList(read, all.size()))
                            .as("round %d, step %d", round, step)
                            .doesNotContain(false);
                }
                if (random.nextInt(15) == 0) {
                    ledger++;
                    entry = 0;
                }
            }
        }
        assertThat(reached).isGreaterThan(2_000);
    }
}
