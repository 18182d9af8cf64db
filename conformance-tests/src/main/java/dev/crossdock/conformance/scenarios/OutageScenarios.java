package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** N. A broker that dies or restarts while messages flow. */
final class OutageScenarios implements Section {
    static final String ORDERED = "ordered";
    private static final String UNORDERED = "unordered";
    /** Within which consumption goes on when the broker is well again. */
    private static final Duration RESUMES = Duration.ofSeconds(10);

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of(
                "N01", this::brokerIsKilled,
                "N02", this::brokerIsRestarted);
    }

    private void brokerIsKilled(Stage stage) throws Exception {
        outages(stage, "broker is killed", stage::killBroker);
    }

    private void brokerIsRestarted(Stage stage) throws Exception {
        outages(stage, "broker is restarted", stage.harness().control()::stop);
    }

    private void outages(Stage stage, String what, Runnable takeAway) throws Exception {
        int messages = stage.full() ? 10_000 : 900;
        Topic<byte[]> topic = stage.topic();
        List<String> groups = consume(stage, topic);
        ConfirmedLoad load = ConfirmedLoad.start(stage, patient(stage), topic, Integer.MAX_VALUE);
        for (int third = 1; third <= 2; third++) {
            load.awaitMore(messages / 3);
            stage.during(what, () -> {
                takeAway.run();
                stage.harness().control().start();
            });
            resumes(stage);
        }
        load.awaitMore(messages / 3);
        load.stop();
        for (String group : groups) {
            load.awaitHandled(group);
        }
        stage.quiet();
    }

    /** Starts a group without order, and one with order where it can be had; gives their names. */
    static List<String> consume(Stage stage, Topic<byte[]> topic) {
        List<String> groups = new ArrayList<>();
        groups.add(UNORDERED);
        stage.program().consume(topic, UNORDERED).concurrency(4).handle();
        if (stage.harness().capabilities().ordersPerKey()) {
            groups.add(ORDERED);
            stage.program().consume(topic, ORDERED).perKey().concurrency(4).handle();
        }
        return groups;
    }

    /** Whose publishes are given up soon, and made again. */
    static Program patient(Stage stage) {
        return stage.program(config -> config.with("crossdock.publish.timeout", "5s"));
    }

    /** Messages are handled again. */
    static void resumes(Stage stage) throws InterruptedException {
        int handled = stage.count(Kind.OK);
        long began = System.nanoTime();
        stage.await("stuck", "messages to be handled again", () -> stage.count(Kind.OK) >= handled + 10);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        stage.check(
                !stage.full() || took.compareTo(RESUMES) < 0,
                "slow",
                "it took " + took.toMillis() + " ms until messages were handled again");
    }
}
