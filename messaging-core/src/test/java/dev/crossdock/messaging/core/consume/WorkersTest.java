package dev.crossdock.messaging.core.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.core.Threads;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private final Session session = new Session(true, false, lost -> {});
    private final ReadyQueue ready = new ReadyQueue();
    private Workers workers;

    @AfterEach
    void stop() throws Exception {
        workers.stop();
        workers.interrupt();
        assertThat(workers.awaitEnd(Duration.ofSeconds(10))).isTrue();
    }

    private void start(int limit, Workers.Work work) {
        workers = new Workers(ready, Permits.unbounded(), limit, Threads.forHandlers("test"), work, () -> {});
    }

    private void add(int messages) {
        InFlight[] batch = new InFlight[messages];
        for (int i = 0; i < messages; i++) {
            batch[i] = Loan.message(session, null, i);
        }
        ready.add(batch, messages);
        workers.signal();
    }

    @RepeatedTest(20)
    void everyMessageIsTakenOnceWhateverTheRace() throws Exception {
        int batches = 500;
        AtomicInteger taken = new AtomicInteger();
        CountDownLatch left = new CountDownLatch(batches * 7);
        start(4, (message, worker) -> {
            if (message.change(InFlight.QUEUED, InFlight.RUNNING)) {
                taken.incrementAndGet();
            }
            left.countDown();
            return null;
        });
        for (int i = 0; i < batches; i++) {
            add(7);
        }
        assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(taken).hasValue(batches * 7);
    }

    @Test
    void aHandlerThatBlocksDoesNotKeepTheOthersOfItsBatchWaiting() throws Exception {
        CyclicBarrier allAtOnce = new CyclicBarrier(5);
        start(4, (message, worker) -> {
            await(allAtOnce);
            return null;
        });
        add(4);
        allAtOnce.await(10, TimeUnit.SECONDS);
    }

    @Test
    void neverMoreRunThanTheLimitAlsoAfterAChange() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Semaphore mayEnd = new Semaphore(0);
        Semaphore ended = new Semaphore(0);
        start(3, (message, worker) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            mayEnd.acquireUninterruptibly();
            running.decrementAndGet();
            ended.release();
            return null;
        });
        add(50);
        awaitValue(running, 3);
        mayEnd.release(20);
        assertThat(ended.tryAcquire(20, 10, TimeUnit.SECONDS)).isTrue();
        assertThat(most).hasValue(3);
        workers.limit(1);
        mayEnd.release(3);
        assertThat(ended.tryAcquire(3, 10, TimeUnit.SECONDS)).isTrue();
        awaitValue(running, 1);
        most.set(0);
        mayEnd.release(27);
        assertThat(ended.tryAcquire(27, 10, TimeUnit.SECONDS)).isTrue();
        assertThat(most).hasValueLessThanOrEqualTo(1);
    }

    @Test
    void whenPauseHasReturnedNoGateLetsAHandlerInUntilResume() throws Exception {
        AtomicInteger entered = new AtomicInteger();
        Semaphore seen = new Semaphore(0);
        start(4, (message, worker) -> {
            if (worker.enter()) {
                entered.incrementAndGet();
                worker.entered();
                seen.release();
            } else {
                ready.add(message);
            }
            return null;
        });
        for (int round = 0; round < 200; round++) {
            add(10);
            workers.pause();
            workers.awaitStarting();
            int before = entered.get();
            for (int i = 0; i < 1_000; i++) {
                Thread.onSpinWait();
            }
            assertThat(entered).hasValue(before);
            workers.resume();
        }
        assertThat(seen.tryAcquire(2_000, 10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anInterruptThatAHandlerLeavesBehindDoesNotReachTheNext() throws Exception {
        AtomicReference<Boolean> leaked = new AtomicReference<>(false);
        CountDownLatch left = new CountDownLatch(100);
        start(1, (message, worker) -> {
            if (Thread.currentThread().isInterrupted()) {
                leaked.set(true);
            }
            Thread.currentThread().interrupt();
            left.countDown();
            return null;
        });
        add(100);
        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(leaked).hasValue(false);
    }

    private static void awaitValue(AtomicInteger value, int wanted) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (value.get() != wanted && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(value).hasValue(wanted);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
