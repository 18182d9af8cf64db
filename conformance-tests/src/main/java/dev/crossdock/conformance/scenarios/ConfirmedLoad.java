package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Stage;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Publishes one message after another, each with the same id until it is confirmed, as a program does that may lose none.
 * Each message is older for sure than the next one of its key. Ends when it is told to, or when it has published them all.
 */
final class ConfirmedLoad {
    private static final Duration BREATH = Duration.ofMillis(50);
    private static final int KEYS = 8;

    private final Stage stage;
    private final Program program;
    private final Topic<byte[]> topic;
    private final AtomicInteger confirmed = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final Set<String> ids = new HashSet<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile boolean stopping;

    private ConfirmedLoad(Stage stage, Program program, Topic<byte[]> topic) {
        this.stage = stage;
        this.program = program;
        this.topic = topic;
    }

    /** Begins with at most so many messages. */
    static ConfirmedLoad start(Stage stage, Program program, Topic<byte[]> topic, int atMost) {
        ConfirmedLoad load = new ConfirmedLoad(stage, program, topic);
        Thread thread = new Thread(() -> load.publish(atMost), stage.id() + "-load");
        thread.setDaemon(true);
        thread.start();
        return load;
    }

    /** How many are confirmed by now. */
    int confirmed() {
        return confirmed.get();
    }

    /** How many publishes have ended otherwise by now; each was made again. */
    int failures() {
        return failures.get();
    }

    /** Waits until so many more are confirmed. */
    void awaitMore(int count) throws InterruptedException {
        int enough = confirmed() + count;
        stage.await("progress", count + " more messages to be confirmed", () -> confirmed() >= enough || end.isDone());
    }

    /** Waits until all are confirmed. */
    void awaitEnd() throws Exception {
        stage.await("published", "everything to be confirmed", end::isDone);
        end.get();
    }

    /** Publishes what was begun, and no more. */
    void stop() throws Exception {
        stopping = true;
        awaitEnd();
    }

    /** Waits until a group has handled all that was published. */
    void awaitHandled(String group) throws InterruptedException {
        stage.await(
                "lost",
                group + " to handle all " + ids.size() + " messages",
                () -> Handled.ids(stage, topic, group).containsAll(ids));
    }

    private void publish(int atMost) {
        try {
            for (int i = 0; i < atMost && !stopping; i++) {
                byte[] body = ("message " + i).getBytes(StandardCharsets.UTF_8);
                Message<byte[]> message = Message.of(body).withKey("key " + i % KEYS);
                ids.add(message.id());
                while (!confirm(message)) {
                    boolean unused = stage.history().await(() -> false, BREATH);
                }
            }
            end.complete(null);
        } catch (InterruptedException | RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    private boolean confirm(Message<byte[]> message) {
        try {
            program.publish(topic, message);
            confirmed.incrementAndGet();
            return true;
        } catch (MessagingException e) {
            failures.incrementAndGet();
            if (!e.code().isRetryable()) {
                throw e;
            }
            return false;
        }
    }
}
