package dev.crossdock.messaging.core.consume;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.core.Aside;
import dev.crossdock.messaging.core.Member;
import dev.crossdock.messaging.core.Threads;
import dev.crossdock.messaging.core.config.ConsumerSettings;
import dev.crossdock.messaging.core.dead.LimitWatch;
import dev.crossdock.messaging.core.retry.DelayForwarder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A running consumer: its parts, and the order in which they start and end. */
final class DefaultConsumer<T> implements Member {
    // After interrupting handlers: they get this long to notice.
    private static final Duration LAST_MOMENT = Duration.ofMillis(500);

    private final Membership<T> member;
    private final Permits permits;
    private final Workers workers;
    private final Settling settling;
    private final Pump pump;
    private final Brake brake;
    private final Aside aside;
    private final @Nullable Guard<T> guard;
    private final Aftermath<T> aftermath;
    private final @Nullable DelayForwarder forwarder;
    private final @Nullable LimitWatch limits;
    private final boolean async;
    private final Consumer<Member> onClosed;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean drained;

    DefaultConsumer(
            Membership<T> member,
            Handling.Handlers<T> handlers,
            @Nullable Guard<T> guard,
            Session session,
            @Nullable DelayForwarder forwarder,
            Consumer<Member> onClosed) {
        this.member = member;
        this.guard = guard;
        this.forwarder = forwarder;
        this.onClosed = onClosed;
        this.limits = LimitWatch.of(
                        member.engine(),
                        member.topic(),
                        member.group(),
                        member.settings().deadLetterLimits())
                .orElse(null);
        this.async = handlers.async() != null;
        int concurrency = member.settings().concurrency();
        this.permits = async ? Permits.of(concurrency) : Permits.unbounded();
        this.settling = new Settling(member.engine().time(), member.ready());
        this.aside = new Aside("crossdock-" + member.topic() + "-" + member.group() + "-aside");
        this.aftermath = new Aftermath<>(member, settling, aside, this::stop);
        Handling<T> handling = new Handling<>(
                member, handlers, guard, settling, aftermath, aside, permits, this::signalWorkers, this::interrupting);
        this.workers = new Workers(
                member.ready(),
                permits,
                threads(concurrency),
                Threads.forHandlers("crossdock-" + member.topic() + "-" + member.group()),
                handling,
                this::flushPump);
        this.pump = new Pump(member, session, workers);
        settling.connect(pump, workers);
        this.brake = new Brake(pump, workers, settling);
    }

    void start() {
        pump.start();
        if (limits != null) {
            limits.start();
        }
    }

    @Override
    public String topic() {
        return member.topic();
    }

    @Override
    public String group() {
        return member.group();
    }

    @Override
    public State state() {
        if (closed.getCount() == 0) {
            return State.CLOSED;
        }
        if (closing.get()) {
            return State.CLOSING;
        }
        if (pump.trouble() != null) {
            return State.RECONNECTING;
        }
        return brake.isOn() ? State.PAUSED : State.RUNNING;
    }

    @Override
    public Optional<String> problem() {
        Throwable trouble = pump.trouble();
        if (trouble != null) {
            return Optional.of("has lost the broker and tries again: " + trouble);
        }
        InFlight unhandled = brake.unhandled();
        if (unhandled != null) {
            return Optional.of("stopped at message " + unhandled.id + ", which cannot be handled");
        }
        Throwable handOver = aftermath.trouble();
        if (handOver != null) {
            return Optional.of("cannot hand a message over, keeps it and tries again: " + handOver);
        }
        Throwable store = guard == null ? null : guard.trouble();
        return Optional.ofNullable(store).map(cause -> "waits for the idempotency store: " + cause);
    }

    @Override
    public boolean isHandling() {
        return workers.isCurrentThread();
    }

    @Override
    public void pause() {
        brake.apply();
    }

    @Override
    public void resume() {
        brake.release();
    }

    @Override
    public void concurrency(int handlers) {
        if (handlers < 1 || handlers > ConsumerSettings.MAX_CONCURRENCY) {
            throw new MessagingException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Concurrency is from 1 to " + ConsumerSettings.MAX_CONCURRENCY + ", found " + handlers);
        }
        pump.prefetch(Math.max(member.settings().prefetch(), handlers));
        permits.total(handlers);
        workers.limit(threads(handlers));
    }

    @Override
    public void close() {
        close(member.engine().settings().closeTimeout());
    }

    @Override
    public boolean close(Duration limit) {
        if (closing.compareAndSet(false, true)) {
            return closeFirst(limit);
        }
        if (!workers.isCurrentThread()) {
            awaitClosed(limit.plus(LAST_MOMENT));
        }
        return drained;
    }

    private boolean closeFirst(Duration limit) {
        // Real time: somebody waits for this call.
        long end = System.nanoTime() + limit.toNanos();
        workers.stop();
        pump.close();
        if (workers.isCurrentThread()) {
            // The handler that calls this is one of those to be waited for: another thread does.
            Threads.daemon("crossdock-" + topic() + "-" + group() + "-close", () -> finish(end))
                    .start();
            return false;
        }
        return finish(end);
    }

    private boolean finish(long end) {
        boolean interrupted = false;
        boolean inTime = false;
        try {
            inTime = pump.awaitEnd(left(end)) && workers.awaitEnd(left(end));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (!inTime) {
            workers.interrupt();
            awaitLastMoment();
        }
        aside.close();
        if (limits != null) {
            limits.close();
        }
        if (guard != null) {
            guard.close();
        }
        closeForwarder();
        drained = inTime && pump.drained();
        closed.countDown();
        onClosed.accept(this);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return drained;
    }

    // Handlers have been told to stop; the others that have ended by now are still settled.
    private void awaitLastMoment() {
        try {
            if (!pump.awaitEnd(LAST_MOMENT.dividedBy(2))) {
                pump.overdue();
                if (!pump.awaitEnd(LAST_MOMENT.dividedBy(2))) {
                    System.getLogger("dev.crossdock.messaging")
                            .log(System.Logger.Level.WARNING, "the broker does not let go of " + member.inbox());
                }
            }
        } catch (InterruptedException e) {
            pump.overdue();
            Thread.currentThread().interrupt();
        }
    }

    private void closeForwarder() {
        if (forwarder != null) {
            try {
                forwarder.close(LAST_MOMENT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void awaitClosed(Duration limit) {
        try {
            if (!closed.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop(InFlight message) {
        brake.applyAt(message);
    }

    private boolean interrupting() {
        return workers.isInterrupting();
    }

    private void signalWorkers() {
        workers.signal();
        pump.flush();
    }

    private void flushPump() {
        pump.flush();
    }

    // Stages are the bound where handlers do not keep a thread; one thread starts them.
    private int threads(int concurrency) {
        return async ? 1 : concurrency;
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}
