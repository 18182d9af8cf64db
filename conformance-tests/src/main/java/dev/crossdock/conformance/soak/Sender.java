package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.Fingerprint;
import dev.crossdock.conformance.history.Books;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Publisher;
import dev.crossdock.messaging.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program that publishes as one should: what may or may not have been stored it publishes again, with the same id; what
 * was rejected it gives up, and publishes something else; of a key it publishes one after the other. All of it is written
 * down. Thread-safe.
 */
final class Sender implements AutoCloseable {
    private static final int AT_ONCE = 24;
    private static final long PAUSE_MILLIS = 500;

    private final String name;
    private final Topic<byte[]> topic;
    private final Messaging messaging;
    private final Publisher<byte[]> publisher;
    private final Books books;
    private final ScheduledExecutorService clock;
    private final Map<String, CompletableFuture<Void>> lanes = new HashMap<>();
    private int inFlight;
    private long pausedUntil = System.nanoTime();
    private @Nullable Throwable broken;

    Sender(String name, Messaging messaging, Topic<byte[]> topic, Books books, ScheduledExecutorService clock) {
        this.name = name;
        this.messaging = messaging;
        this.topic = topic;
        this.publisher = messaging.publisher(topic);
        this.books = books;
        this.clock = clock;
    }

    /** Waits for room, then begins to publish a message. */
    synchronized void send(Message<byte[]> message) throws InterruptedException {
        while (inFlight >= AT_ONCE || isPaused()) {
            wait(50);
        }
        inFlight++;
        books.claims().publishRecorded(message.id());
        if (!message.delay().isZero()) {
            books.claims().delayed(message.id(), message.delay());
        }
        String key = message.key();
        if (key == null) {
            attempt(message, new CompletableFuture<>());
        } else {
            CompletableFuture<Void> done = new CompletableFuture<>();
            CompletableFuture<Void> before = lanes.put(key, done);
            if (before == null || before.isDone()) {
                attempt(message, done);
            } else {
                CompletableFuture<Void> unused = before.thenRunAsync(() -> attempt(message, done), clock);
            }
        }
    }

    /** Whether nothing is under way. */
    synchronized boolean isIdle() {
        return inFlight == 0;
    }

    /** What should never have happened; {@code null} if it did not. */
    synchronized @Nullable Throwable broken() {
        return broken;
    }

    @Override
    public void close() {
        messaging.close();
    }

    private boolean isPaused() {
        return System.nanoTime() - pausedUntil < 0;
    }

    private void attempt(Message<byte[]> message, CompletableFuture<Void> done) {
        String fingerprint = Fingerprint.of(message.body(), message.key(), message.headers());
        write(Kind.PUBLISH, message, fingerprint, "");
        try {
            publisher.publishAsync(message).whenComplete((nothing, failure) -> ended(message, done, failure));
        } catch (MessagingException refused) {
            ended(message, done, refused);
        }
    }

    private void ended(Message<byte[]> message, CompletableFuture<Void> done, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause == null) {
            write(Kind.CONFIRMED, message, "", "");
            finish(done, null);
        } else if (cause instanceof MessagingException e && e.code() == ErrorCode.OUTCOME_UNKNOWN) {
            write(Kind.UNKNOWN, message, "", e.toString());
            pause();
            var unused = clock.schedule(() -> attempt(message, done), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            write(Kind.REJECTED, message, "", cause.toString());
            pause();
            boolean expected = cause instanceof MessagingException e && e.code().isRetryable();
            finish(done, expected ? null : cause);
        }
    }

    private void finish(CompletableFuture<Void> done, @Nullable Throwable unexpected) {
        synchronized (this) {
            inFlight--;
            if (unexpected != null && broken == null) {
                broken = unexpected;
            }
            notifyAll();
        }
        done.complete(null);
    }

    private synchronized void pause() {
        pausedUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
    }

    private void write(Kind kind, Message<byte[]> message, String fingerprint, String detail) {
        books.history().add(kind, name, topic.name(), "", message.id(), message.key(), 0, fingerprint, detail);
    }
}
