package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.process.Act;
import dev.crossdock.conformance.process.Worker;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** E. What is known of a message when consumers and brokers have been restarted. */
final class RestartScenarios implements Section {
    private static final String GROUP = "group";
    // Long enough for what waits to be seen to wait.
    private static final Duration RETRY_DELAY = Duration.ofMillis(5_200);

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("E05", this::attemptsSurvive);
    }

    private void attemptsSurvive(Stage stage) throws Exception {
        stage.claims().redelivers();
        Topic<byte[]> topic = stage.topic();
        Worker first = worker(stage, topic);
        Program publishing = stage.program();
        publishing.publish(topic, Message.of(new byte[] {1}).withHeader("mine", "untouched"));
        publishing.close();
        stage.awaitCount("second", Kind.FAILED, 2);
        awaitSettled(stage, topic);
        first.stop();
        stage.restartBroker();
        worker(stage, topic);
        stage.awaitCount("third", Kind.FAILED, 3);
        awaitSettled(stage, topic);
        // This time the consumer outlives its broker.
        stage.restartBroker();
        stage.awaitCount("lost", Kind.OK, 1);
        stage.quiet();
        List<Integer> attempts = Begun.attempts(stage);
        stage.checkEqual(List.of(1, 2, 3, 4), attempts, "attempts", "attempts");
        stage.checkEqual(0, stage.count(Kind.CRASHED), "quiet", "processes that died");
    }

    private static Worker worker(Stage stage, Topic<byte[]> topic) throws Exception {
        return stage.worker(topic, GROUP)
                .retryDelay(RETRY_DELAY)
                .maxAttempts(10)
                .acting(arrival -> arrival.attempt() < 4 ? Act.FAIL : Act.ACCEPT)
                .start();
    }

    /** The copy that waits is confirmed before the original is settled. */
    private static void awaitSettled(Stage stage, Topic<byte[]> topic) throws Exception {
        stage.await(
                "settled",
                "the message to wait for its next attempt",
                () -> stage.witness().depth(new Address.Inbox(topic.name(), GROUP)) == 0);
    }
}
