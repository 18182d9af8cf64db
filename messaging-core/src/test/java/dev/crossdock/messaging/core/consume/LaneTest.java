package dev.crossdock.messaging.core.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class LaneTest {
    @Test
    void onlyTheFirstOfAKeyHasItsTurnAndTheOthersFollowInOrder() {
        Session session = new Session(true, false, lost -> {});
        KeyLanes lanes = new KeyLanes();
        InFlight first = Loan.message(session, "k", 1);
        InFlight second = Loan.message(session, "k", 2);
        InFlight other = Loan.message(session, "other", 3);
        assertThat(lanes.enter(first)).isTrue();
        assertThat(lanes.enter(second)).isFalse();
        assertThat(lanes.enter(other)).isTrue();
        assertThat(first.lane).isSameAs(second.lane);
        assertThat(first.lane.after(first)).isSameAs(second);
        assertThat(second.lane.after(second)).isNull();
    }

    @Test
    void aLaneIsForgottenWithItsLastMessage() {
        Session session = new Session(true, false, lost -> {});
        KeyLanes lanes = new KeyLanes();
        InFlight first = Loan.message(session, "k", 1);
        InFlight second = Loan.message(session, "k", 2);
        lanes.enter(first);
        lanes.enter(second);
        lanes.leave(first);
        assertThat(lanes.size()).isEqualTo(1);
        lanes.leave(second);
        assertThat(lanes.size()).isZero();
    }

    @Test
    void messagesWithoutAKeyHaveTheirTurnAtOnceAndNoLane() {
        KeyLanes lanes = new KeyLanes();
        InFlight message = Loan.message(new Session(true, false, lost -> {}), null, 1);
        assertThat(lanes.enter(message)).isTrue();
        assertThat(message.lane).isNull();
        assertThat(lanes.size()).isZero();
    }

    @RepeatedTest(20)
    void oneAppendsWhileManyFinishAndNoneIsLostRunTwiceOrOutOfOrder() throws Exception {
        int messages = 20_000;
        Session session = new Session(true, false, lost -> {});
        Lane lane = new Lane("k");
        ReadyQueue ready = new ReadyQueue();
        List<Integer> ran = new ArrayList<>();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(messages);
        Runnable worker = () -> {
            while (done.getCount() > 0) {
                InFlight next = ready.poll();
                if (next == null) {
                    Thread.onSpinWait();
                    continue;
                }
                if (inside.incrementAndGet() != 1) {
                    overlaps.incrementAndGet();
                }
                // The lane is what makes this list safe to write without a lock.
                ran.add(next.renewals);
                inside.decrementAndGet();
                InFlight after = lane.after(next);
                if (after != null) {
                    ready.add(after);
                }
                done.countDown();
            }
        };
        List<Thread> workers = List.of(new Thread(worker), new Thread(worker), new Thread(worker));
        workers.forEach(Thread::start);
        for (int i = 0; i < messages; i++) {
            InFlight message = Loan.message(session, "k", i);
            message.renewals = i;
            message.lane = lane;
            if (lane.append(message)) {
                ready.add(message);
            }
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        for (Thread thread : workers) {
            thread.join();
        }
        assertThat(overlaps).hasValue(0);
        assertThat(ran).hasSize(messages).isSorted();
    }
}
