package dev.crossdock.benchmarks.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.benchmarks.subject.Work;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final int PREFETCH = 2;
    private static final int MESSAGES = 5;
    private static final Work WORK = new Work("topic", 100, false, false, 1, PREFETCH, 10);

    @Test
    void messagesWaitForTheirConsumptionAndThoseThatWereInHandBeforeDoNotCount() throws Exception {
        Backlog backlog = new Backlog(MESSAGES, WORK);
        List<Thread> handlers = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            Thread handling = new Thread(() -> backlog.handler().handle(new byte[WORK.bodyBytes()]));
            handling.start();
            handlers.add(handling);
        }
        for (Thread handling : handlers) {
            while (handling.getState() != Thread.State.WAITING) {
                assertThat(handling.isAlive()).as("waits").isTrue();
                Thread.onSpinWait();
            }
        }

        assertThat(backlog.consumed().messages()).isEqualTo(MESSAGES - PREFETCH);
        for (Thread handling : handlers) {
            handling.join();
        }
    }
}
