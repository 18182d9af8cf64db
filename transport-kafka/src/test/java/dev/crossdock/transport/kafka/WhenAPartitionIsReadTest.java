package dev.crossdock.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WhenAPartitionIsReadTest {
    @Test
    void theLowestThatIsNotDoneIsCommitted() {
        Progress progress = Progress.resume(10, ProgressNote.NONE);
        lend(progress, 10, 11, 12);
        progress.finish(11);
        assertThat(progress.lowest()).isEqualTo(10);
        progress.finish(10);
        assertThat(progress.lowest()).isEqualTo(12);
        progress.finish(12);
        assertThat(progress.lowest()).isEqualTo(13);
    }

    @Test
    void offsetsThatDoNotExistHoldUpNothing() {
        Progress progress = Progress.resume(0, ProgressNote.NONE);
        lend(progress, 3, 4, 9);
        progress.finish(4);
        progress.finish(9);
        assertThat(progress.lowest()).isEqualTo(3);
        progress.finish(3);
        assertThat(progress.lowest()).isEqualTo(10);
        lend(progress, 5_000_000_000L);
        assertThat(progress.lowest()).isEqualTo(5_000_000_000L);
    }

    @Test
    void whatWasDoneIsNotLentAgain() {
        Progress before = Progress.resume(100, ProgressNote.NONE);
        lend(before, 100, 101, 102, 103);
        before.finish(101);
        before.finish(103);
        Progress after = Progress.resume(before.lowest(), goodbye(before));
        assertThat(after.lowest()).isEqualTo(100);
        assertThat(List.of(after.isDone(100), after.isDone(101), after.isDone(102), after.isDone(103)))
                .containsExactly(false, true, false, true);
        lend(after, 100, 102);
        after.finish(100);
        assertThat(after.lowest()).isEqualTo(102);
        after.finish(102);
        assertThat(after.lowest()).isEqualTo(104);
    }

    @Test
    void whatADeadOwnerMayHaveBegunCounts() {
        Progress dead = Progress.resume(0, ProgressNote.NONE);
        lend(dead, 0, 1, 2, 3);
        dead.finish(1);
        Progress after = Progress.resume(dead.lowest(), dead.note(4, 2));
        assertThat(List.of(after.count(0), after.count(1), after.count(2), after.count(3), after.count(5)))
                .containsExactly(1, 0, 1, 1, 1);
        assertThat(after.count(6)).isZero();
    }

    @Test
    void whatIsGivenUpProperlyDoesNotCount() {
        Progress owner = Progress.resume(0, ProgressNote.NONE);
        lend(owner, 0, 1, 2);
        assertThat(Progress.resume(0, goodbye(owner)).count(0)).isZero();
    }

    @Test
    void countsGrowWithEachDeathAndEndWithTheMessage() {
        Progress owner = Progress.resume(7, ProgressNote.NONE);
        for (int death = 1; death <= 5; death++) {
            lend(owner, 7, 8);
            owner = Progress.resume(owner.lowest(), owner.note(9, 0));
            assertThat(owner.count(7)).isEqualTo(death);
        }
        lend(owner, 7, 8);
        owner.finish(7);
        Progress next = Progress.resume(owner.lowest(), goodbye(owner));
        assertThat(next.lowest()).isEqualTo(8);
        assertThat(next.count(8)).isEqualTo(5);
    }

    @Test
    void attemptsThatWereNotedAreAtLeastThatMany() {
        Progress owner = Progress.resume(0, ProgressNote.NONE);
        lend(owner, 0);
        owner.count(0, 3);
        owner.count(0, 2);
        assertThat(Progress.resume(0, goodbye(owner)).count(0)).isEqualTo(3);
    }

    @Test
    void aRandomWalkAgreesWithASet() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            Progress progress = Progress.resume(1_000, ProgressNote.NONE);
            TreeSet<Long> open = new TreeSet<>();
            long next = 1_000;
            for (int step = 0; step < 400; step++) {
                if (random.nextInt(3) > 0 || open.isEmpty()) {
                    next += random.nextInt(10) == 0 ? random.nextInt(5) : 0;
                    if (!progress.isDone(next)) {
                        progress.lend(next);
                        open.add(next);
                    }
                    next++;
                } else {
                    Long offset = new ArrayList<>(open).get(random.nextInt(open.size()));
                    open.remove(offset);
                    progress.finish(offset);
                }
                if (!open.isEmpty()) {
                    assertThat(progress.lowest()).isEqualTo(open.first());
                }
                if (random.nextInt(100) == 0) {
                    // It moves to another owner, who begins with the lowest.
                    progress = Progress.resume(progress.lowest(), goodbye(progress));
                    for (Long offset : open) {
                        assertThat(progress.isDone(offset)).isFalse();
                        progress.lend(offset);
                    }
                }
            }
        }
    }

    private static void lend(Progress progress, long... offsets) {
        for (long offset : offsets) {
            progress.lend(offset);
        }
    }

    private static ProgressNote goodbye(Progress progress) {
        return NoteCodec.decode(NoteCodec.encode(progress.note(0, 0)));
    }
}
