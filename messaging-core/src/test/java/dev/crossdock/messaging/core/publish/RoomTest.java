package dev.crossdock.messaging.core.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Room room = new Room(100, TimeSource.system());
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void asManyAreTakenAsThereAre() throws Exception {
        assertThat(room.tryTake(70)).isEqualTo(70);
        assertThat(room.take(70, LONG)).isEqualTo(30);
        assertThat(room.tryTake(1)).isZero();
        assertThat(room.take(1, Duration.ZERO)).isZero();
        assertThat(room.take(1, Duration.ofMillis(5))).isZero();
    }

    @Test
    void aSinglePlaceThatBecomesFreeIsNotWaitedForInVain() throws Exception {
        assertThat(room.tryTake(100)).isEqualTo(100);
        Future<Integer> taken = threads.submit(() -> room.take(1, LONG));
        room.giveBack(1);

        assertThat(taken.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void whoeverWaitsUntilItIsEmptyIsToldByTheLastOne() throws Exception {
        assertThat(room.tryTake(2)).isEqualTo(2);
        assertThat(room.awaitEmpty(Duration.ofMillis(5))).isFalse();
        Future<Boolean> empty = threads.submit(() -> room.awaitEmpty(LONG));
        room.giveBack(1);
        room.giveBack(1);

        assertThat(empty.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void withManyWhoTakeAndOneWhoGivesBackNobodyStaysBehindAndNothingIsTakenTwice() throws Exception {
        int each = 20_000;
        BlockingQueue<Integer> answers = new ArrayBlockingQueue<>(1_000);
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<?>> publishers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            publishers.add(threads.submit(() -> {
                for (int sent = 0; sent < each; sent++) {
                    assertThat(room.take(1, LONG)).isEqualTo(1);
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    answers.put(1);
                }
                return null;
            }));
        }
        for (int i = 0; i < 8 * each; i++) {
            assertThat(answers.poll(30, TimeUnit.SECONDS)).isNotNull();
            underWay.decrementAndGet();
            room.giveBack(1);
        }
        for (Future<?> publisher : publishers) {
            publisher.get(30, TimeUnit.SECONDS);
        }
        assertThat(most).hasValueBetween(2, 100);
        assertThat(room.taken()).isZero();
    }
}
