package dev.crossdock.messaging.core;

import dev.crossdock.messaging.TimeSource;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Does things one after the other until the time is over. An interrupt counts as the end of the time: what is to be done
 * is still done, but not waited for. Used by one thread.
 */
final class Closing {
    private static final System.Logger LOG = System.getLogger(Closing.class.getName());

    /** Something that may wait, within a limit. */
    @FunctionalInterface
    interface Step {
        /** Does it. */
        void run(Duration limit) throws Exception;
    }

    private final TimeSource time;
    private final long end;
    private boolean interrupted;

    Closing(TimeSource time, Duration limit) {
        this.time = time;
        this.end = time.nanos() + limit.toNanos();
    }

    /** What is left of the time; never negative. */
    Duration left() {
        return interrupted ? Duration.ZERO : Duration.ofNanos(Math.max(0, end - time.nanos()));
    }

    /** Does it on this thread, and does not let out what it throws. */
    void here(String what, Step step) {
        try {
            step.run(left());
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (Exception e) {
            LOG.log(Level.WARNING, what + " failed while closing", e);
        }
    }

    /** Does each on a thread of its own and waits until all are through, or the time and a little more is over. */
    void atOnce(String what, List<Step> steps, Duration more) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (Step step : steps) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            Duration limit = left();
            Thread thread = new Thread(() -> run(step, limit, done), "crossdock-close");
            thread.setDaemon(true);
            thread.start();
            all.add(done);
        }
        CompletableFuture<Void> together = CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
        CompletableFuture<Boolean> ended = together.handle((none, failure) -> {
            if (failure != null) {
                LOG.log(Level.WARNING, what + " failed while closing", failure);
            }
            return true;
        });
        TimeSource.Alarm alarm = time.schedule(left().plus(more), () -> ended.complete(false));
        try {
            if (!ended.get()) {
                LOG.log(Level.WARNING, what + " has not ended in time and is left alone");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (ExecutionException e) {
            throw new IllegalStateException("it was handled above", e);
        } finally {
            alarm.cancel();
        }
    }

    /** Gives the interrupt back, if there was one. */
    void end() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(Step step, Duration limit, CompletableFuture<Void> done) {
        try {
            step.run(limit);
            done.complete(null);
        } catch (Throwable e) {
            done.completeExceptionally(e);
        }
    }
}
