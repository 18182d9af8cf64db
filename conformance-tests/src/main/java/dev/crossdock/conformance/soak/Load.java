package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.conformance.history.Books;
import dev.crossdock.conformance.history.Told;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** All who publish, held back as long as consumers lag or a fault is due. Thread-safe. */
final class Load implements AutoCloseable {
    private static final Duration TRICKLE = Duration.ofMillis(200);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final SoakPlan plan;
    private final Cast cast;
    private final Progress progress;
    private final List<Sender> senders = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "soak-clock");
        thread.setDaemon(true);
        return thread;
    });
    private volatile int ceiling = Integer.MAX_VALUE;
    private final Object turn = new Object();
    private volatile boolean stopped;
    private volatile boolean stormIsOver;
    private volatile @Nullable Throwable broken;

    Load(
            SoakPlan plan,
            Cast cast,
            Progress progress,
            TransportHarness harness,
            Map<String, String> configuration,
            Topic<byte[]> topic,
            Books books) {
        this.plan = plan;
        this.cast = cast;
        this.progress = progress;
        MessagingConfig config = MessagingConfig.of(configuration)
                .with("crossdock.close-timeout", "10s")
                .with("crossdock.publish.timeout", "8s");
        for (int i = 0; i < plan.publishers(); i++) {
            String name = "p" + i;
            MessagingConfig observed = config.withObserver(event -> {
                Told told = Told.of(event);
                if (told != null) {
                    told.writeDown(name, books);
                }
            });
            senders.add(new Sender(name, harness.open(observed), topic, books, clock));
        }
    }

    void start() {
        for (int i = 0; i < senders.size(); i++) {
            int publisher = i;
            Thread thread = new Thread(() -> publish(publisher), "soak-publisher-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /** Lets everybody publish but slowly once so many are confirmed: each fault must meet somebody at work. */
    void ceiling(int confirmed) {
        ceiling = confirmed;
    }

    /** There are no more faults to come: enough is published as soon as it is as much as was asked for. */
    void stormIsOver() {
        stormIsOver = true;
    }

    /** Begins nothing more; what has begun goes on until it is confirmed or rejected. */
    void stop() {
        stopped = true;
    }

    /** Whether nothing is under way and nothing will be. */
    boolean isDone() {
        return threads.stream().noneMatch(Thread::isAlive) && isIdle();
    }

    /** What ended a publisher that should not have ended; {@code null} if nothing did. */
    @Nullable Throwable broken() {
        return broken != null
                ? broken
                : senders.stream()
                        .map(Sender::broken)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    @Override
    public void close() {
        stop();
        senders.forEach(Sender::close);
        clock.shutdownNow();
    }

    private boolean isIdle() {
        return senders.stream().allMatch(Sender::isIdle);
    }

    private void publish(int publisher) {
        Sender sender = senders.get(publisher);
        try {
            for (int number = publisher; awaitTurn(); number += plan.publishers()) {
                sender.send(cast.message(number));
            }
        } catch (InterruptedException | RuntimeException e) {
            broken = e;
        }
    }

    /** Waits until one more may be published; {@code false} if no more is wanted. */
    private boolean awaitTurn() throws InterruptedException {
        long slowEnough = System.nanoTime() + TRICKLE.toNanos();
        synchronized (turn) {
            while (!isEnough()) {
                boolean lags = progress.lag() >= plan.inFlight();
                boolean tooFast = progress.confirmed() >= ceiling && System.nanoTime() - slowEnough < 0;
                if (!lags && !tooFast) {
                    return true;
                }
                turn.wait(LOOK_AGAIN.toMillis());
            }
            return false;
        }
    }

    private boolean isEnough() {
        return stopped || (stormIsOver && progress.confirmed() >= plan.messages());
    }
}
