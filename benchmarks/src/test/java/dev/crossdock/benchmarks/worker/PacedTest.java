package dev.crossdock.benchmarks.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.benchmarks.subject.Work;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacedTest {
    private static final Work WORK = new Work("topic", 100, false, false, 1, 16, 10);

    @Test
    void messagesBearTheMomentWhenTheyWereDueAlsoWhenTheyAreTakenLate() throws Exception {
        Paced load = new Paced(1_000, 1, WORK);
        List<Long> due = new ArrayList<>();
        while (load.next()) {
            if (due.isEmpty()) {
                // Whoever publishes is held up by something.
                while (System.nanoTime() < load.began() + 50_000_000) {
                    Thread.onSpinWait();
                }
            }
            due.add(Paced.due(load.body()));
        }

        assertThat(due).hasSize(1_000);
        for (int i = 0; i < due.size(); i++) {
            assertThat(due.get(i) - load.began()).isEqualTo(i * 1_000_000L);
        }
    }

    @Test
    void noMessageIsGivenBeforeItIsDue() throws Exception {
        Paced load = new Paced(200, 1, WORK);
        while (load.next()) {
            assertThat(System.nanoTime()).isGreaterThanOrEqualTo(Paced.due(load.body()));
        }
    }
}
