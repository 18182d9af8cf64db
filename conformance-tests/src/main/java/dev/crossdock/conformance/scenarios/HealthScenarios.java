package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.Health;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Q. What a program says of itself while its broker is away. */
final class HealthScenarios implements Section {
    private static final String GROUP = "group";
    private static final String SECRET_BODY = "nobody-logs-what-is-in-here";
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int LINES_PER_SECOND = 5;

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("Q03", this::health, "Q04", this::hygiene);
    }

    private void health(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = working(stage, topic);
        staysUp(stage, program, Duration.ofSeconds(stage.full() ? 60 : 4));
        stage.during("broker is away", () -> {
            stage.killBroker();
            try {
                stage.await(
                        "down",
                        "health to say DOWN",
                        () -> status(program) == Health.Status.DOWN,
                        SOON.multipliedBy(2));
                stage.check(
                        !program.messaging().health().problems().isEmpty(),
                        "silent",
                        "health does not say what is wrong");
            } finally {
                stage.harness().control().start();
            }
        });
        stage.await("up", "health to say UP", () -> status(program) == Health.Status.UP);
        ConfirmedLoad load = ConfirmedLoad.start(stage, program, topic, 20);
        load.awaitEnd();
        load.awaitHandled(GROUP);
        staysUp(stage, program, Duration.ofSeconds(2));
        stage.quiet();
    }

    private void hygiene(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Duration away = Duration.ofSeconds(stage.full() ? 60 : 8);
        Lines lines = new Lines();
        Logger ours = Logger.getLogger("dev.crossdock");
        ours.addHandler(lines);
        try {
            Program program = stage.program(
                    config -> MessagingConfig.of(config.properties()).withObserver(event -> {
                        throw new IllegalStateException("an observer that throws");
                    }));
            program.consume(topic, GROUP).handle();
            program.publish(topic, Message.of(SECRET_BODY.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            stage.awaitCount("begun", Kind.OK, 1);
            stage.during("broker is away", () -> {
                stage.killBroker();
                lines.all.clear();
                boolean unused = stage.history().await(() -> false, away);
                int said = lines.all.size();
                stage.harness().control().start();
                stage.check(
                        said <= away.toSeconds() * LINES_PER_SECOND,
                        "storm",
                        said + " lines in " + away + " of " + lines.all);
            });
            ConfirmedLoad load = ConfirmedLoad.start(stage, program, topic, 20);
            load.awaitEnd();
            load.awaitHandled(GROUP);
            stage.quiet();
            stage.check(
                    lines.all.stream().noneMatch(line -> line.contains(SECRET_BODY)), "payload", "a body was logged");
        } finally {
            ours.removeHandler(lines);
        }
    }

    private static Program working(Stage stage, Topic<byte[]> topic) throws Exception {
        Program program = stage.program();
        program.consume(topic, GROUP).handle();
        program.publish(topic, Message.of(new byte[] {0}));
        stage.awaitCount("begun", Kind.OK, 1);
        return program;
    }

    private static void staysUp(Stage stage, Program program, Duration time) throws Exception {
        boolean flapped = stage.history().await(() -> status(program) != Health.Status.UP, time);
        stage.check(
                !flapped,
                "flaps",
                "health does not stay UP: " + program.messaging().health());
    }

    private static Health.Status status(Program program) {
        return program.messaging().health().status();
    }

    private static final class Lines extends Handler {
        final Queue<String> all = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.INFO.intValue()) {
                all.add(line.getLoggerName() + ": " + line.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
