package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Stage;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A program that publishes a few messages at a time, some hundred a second, from its beginning until it is told to end.
 * Ends with its program.
 */
final class Traffic {
    private static final int AT_ONCE = 4;
    private static final int KEYS = 40;
    private static final Duration PAUSE = Duration.ofMillis(15);

    private final Stage stage;
    private final Topic<byte[]> topic;
    private final Program program;
    private final Set<String> sent = new HashSet<>();
    private final CountDownLatch enough = new CountDownLatch(1);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private Traffic(Stage stage, Topic<byte[]> topic) {
        this.stage = stage;
        this.topic = topic;
        this.program = stage.program();
    }

    /** Begins to publish. */
    static Traffic begin(Stage stage, Topic<byte[]> topic) {
        Traffic traffic = new Traffic(stage, topic);
        Thread publisher = new Thread(traffic::publish, "traffic-" + topic.name());
        publisher.setDaemon(true);
        publisher.start();
        return traffic;
    }

    /** Ends, and waits until groups have handled everything; gives how many messages that were. */
    int endAndAwaitHandled(List<String> groups) throws Exception {
        enough.countDown();
        stage.await("traffic", "the publisher to end", ended::isDone);
        ended.get();
        for (String group : groups) {
            stage.await(
                    "lost",
                    group + " to handle all " + sent.size(),
                    () -> Handled.ids(stage, topic, group).size() == sent.size());
        }
        return sent.size();
    }

    private void publish() {
        try {
            do {
                List<Message<byte[]>> batch = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    int number = sent.size();
                    Message<byte[]> next = Message.of(Integer.toString(number).getBytes(StandardCharsets.UTF_8))
                            .withKey("key " + number % KEYS);
                    batch.add(next);
                    sent.add(next.id());
                }
                program.publishAll(topic, batch);
            } while (!enough.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
            ended.complete(null);
        } catch (Throwable failed) {
            ended.completeExceptionally(failed);
        }
    }
}
