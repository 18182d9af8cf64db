package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** N. A broker that has no room for more. */
final class ExhaustionScenarios implements Section {
    private static final String GROUP = "group";
    private static final int STORED = 30;
    private static final int TOO_MUCH = 60;
    private static final byte[] LARGE = new byte[10_000];

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("N13", this::nothingMoreFits);
    }

    private void nothingMoreFits(Stage stage) throws Exception {
        Duration timeout = Duration.ofSeconds(3);
        Topic<byte[]> topic = stage.topic();
        CountDownLatch go = new CountDownLatch(1);
        stage.program().consume(topic, GROUP).concurrency(2).handle(delivery -> go.await());
        Program publishing =
                stage.program(config -> config.with("crossdock.publish.timeout", timeout.toMillis() + "ms"));
        ConfirmedLoad stored = ConfirmedLoad.start(stage, publishing, topic, STORED);
        stored.awaitEnd();
        stage.awaitCount("begun", Kind.START, 2);
        BrokerControl control = stage.harness().control();
        stage.during("nothing more fits", () -> {
            control.exhaust(topic.name());
            try {
                int failures = publishInVain(stage, publishing, topic, timeout);
                if (failures == 0) {
                    throw stage.undecided("the broker has taken everything, and at once");
                }
                go.countDown();
                stored.awaitHandled(GROUP);
            } finally {
                control.relieve(topic.name());
            }
        });
        ConfirmedLoad again = ConfirmedLoad.start(stage, publishing, topic, 20);
        again.awaitEnd();
        again.awaitHandled(GROUP);
        stage.quiet();
    }

    /** Gives how many have failed, or have taken so long that somebody has held them back. */
    private static int publishInVain(Stage stage, Program program, Topic<byte[]> topic, Duration timeout)
            throws InterruptedException {
        InVain inVain = InVain.publish(stage, program, topic, TOO_MUCH, LARGE);
        Duration took = inVain.took();
        stage.check(took.compareTo(timeout.plusSeconds(4)) < 0, "late", "the last publish ended after " + took);
        int failed = inVain.failed();
        return failed == 0 && took.compareTo(Duration.ofSeconds(1)) > 0 ? TOO_MUCH : failed;
    }
}
