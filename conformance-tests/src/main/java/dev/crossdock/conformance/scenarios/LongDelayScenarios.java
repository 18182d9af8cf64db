package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.process.Worker;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** I. Delays that outlive the processes that asked for them. */
final class LongDelayScenarios implements Section {
    private static final String GROUP = "group";
    private static final int MESSAGES = 20;
    // Over while nobody is there, and not over when somebody comes back.
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofSeconds(20);

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("I04", this::processesEnd);
    }

    private void processesEnd(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Worker killed = worker(stage, topic);
        Worker stopped = worker(stage, topic);
        List<Message<byte[]>> sent = new ArrayList<>();
        for (int i = 0; i < 2 * MESSAGES; i++) {
            sent.add(Message.of(new byte[] {(byte) i}).withKey("key " + i).withDelay(i < MESSAGES ? SHORT : LONG));
        }
        Duration took = stage.publishElsewhere(topic, sent);
        // When the publisher has told of it, it was gone a moment later; starting it does not count.
        long published = System.nanoTime() - took.toNanos();
        stage.checkEqual(sent.size(), stage.count(Kind.CONFIRMED), "confirmed", "messages that were confirmed");
        killed.kill();
        stopped.stop();
        long gone = System.nanoTime() - published;
        if (gone >= SHORT.toNanos() || stage.count(Kind.START) > 0) {
            throw stage.undecided("it took " + gone / 1_000_000 + " ms until all processes were gone, and "
                    + stage.count(Kind.START) + " messages came before");
        }
        boolean unused =
                stage.history().await(() -> System.nanoTime() - published > SHORT.toNanos(), SHORT.plus(SHORT));
        worker(stage, topic);
        stage.awaitCount("lost", Kind.OK, sent.size());
        stage.quiet();
        stage.checkEqual(sent.size(), stage.count(Kind.START), "once", "deliveries");
        stage.await(
                "left", "nothing to be left", () -> stage.witness().depth(new Address.Inbox(topic.name(), GROUP)) == 0);
    }

    private static Worker worker(Stage stage, Topic<byte[]> topic) throws Exception {
        return stage.worker(topic, GROUP).concurrency(4).start();
    }
}
