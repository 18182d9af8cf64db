package dev.crossdock.messaging.core;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Transport;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Asks the broker for a sign of life and does not wait for it forever. A question that was never answered keeps its
 * thread, so it is not asked a second time meanwhile. Thread-safe.
 */
final class Pulse {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Transport transport;
    private final TimeSource time;
    private final Failures failures;
    private final Object lock = new Object();
    private CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);

    Pulse(Transport transport, TimeSource time, Failures failures) {
        this.transport = transport;
        this.time = time;
        this.failures = failures;
    }

    /** What is wrong with the broker; empty if it has answered. */
    Optional<String> problem() {
        CompletableFuture<Void> mine = ask().copy();
        TimeSource.Alarm alarm = time.schedule(
                LIMIT,
                () -> mine.completeExceptionally(
                        new MessagingException(ErrorCode.TIMEOUT, "The broker has not answered within " + LIMIT)));
        try {
            mine.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(String.valueOf(
                    failures.of("Asking the broker for a sign of life", e).getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("Waiting for the broker's answer was interrupted");
        } finally {
            alarm.cancel();
        }
    }

    private CompletableFuture<Void> ask() {
        synchronized (lock) {
            if (answer.isDone()) {
                CompletableFuture<Void> next = new CompletableFuture<>();
                answer = next;
                Thread thread = new Thread(() -> ping(next), "crossdock-ping");
                thread.setDaemon(true);
                thread.start();
            }
            return answer;
        }
    }

    private void ping(CompletableFuture<Void> next) {
        try {
            transport.ping();
            next.complete(null);
        } catch (Throwable e) {
            next.completeExceptionally(e);
        }
    }
}
