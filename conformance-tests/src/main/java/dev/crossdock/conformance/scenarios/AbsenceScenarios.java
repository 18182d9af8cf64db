package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Health;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A. Publishers whose broker is away, and comes back before their time is over, or not. */
final class AbsenceScenarios implements Section {
    private static final int MESSAGES = 120;
    private static final int KEYS = 6;
    private static final int HASTY = 10;
    // Longer than any broker takes to start.
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration HASTE = Duration.ofSeconds(3);
    private static final Duration GRACE = Duration.ofSeconds(5);

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("A08", this::noBroker);
    }

    private void noBroker(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        List<String> groups = OutageScenarios.consume(stage, topic);
        Program patient = publisher(stage, PATIENCE);
        Program hasty = publisher(stage, HASTE);
        patient.publish(topic, Message.of(new byte[] {0}));
        hasty.publish(topic, Message.of(new byte[] {0}));
        Map<String, CompletableFuture<Void>> waiting = new LinkedHashMap<>();
        Map<String, List<String>> published = new LinkedHashMap<>();
        BrokerControl control = stage.harness().control();
        stage.during("broker is away", () -> {
            control.stop();
            try {
                awaitDown(stage, patient);
                awaitDown(stage, hasty);
                for (int i = 0; i < MESSAGES; i++) {
                    Message<byte[]> message = Message.of(new byte[] {1}).withKey("key " + i % KEYS);
                    waiting.put(
                            message.id(), patient.publishAsync(topic, message).toCompletableFuture());
                    published
                            .computeIfAbsent("key " + i % KEYS, key -> new ArrayList<>())
                            .add(message.id());
                }
                publishInVain(stage, hasty, topic);
                List<ErrorCode> ended = waiting.values().stream()
                        .filter(CompletableFuture::isDone)
                        .map(AbsenceScenarios::code)
                        .toList();
                // Nobody can be sure of what was on its way when its connection broke.
                stage.check(
                        ended.stream().allMatch(code -> code == ErrorCode.OUTCOME_UNKNOWN),
                        "impatient",
                        "publishes have ended that had time to wait: " + ended);
            } finally {
                control.start();
            }
        });
        stage.await(
                "stuck", "all publishes to end", () -> waiting.values().stream().allMatch(CompletableFuture::isDone));
        List<String> confirmed = waiting.entrySet().stream()
                .filter(publish -> !publish.getValue().isCompletedExceptionally())
                .map(Map.Entry::getKey)
                .toList();
        stage.checkEqual(
                List.of(),
                waiting.values().stream()
                        .filter(CompletableFuture::isCompletedExceptionally)
                        .map(AbsenceScenarios::code)
                        .filter(code -> code != ErrorCode.OUTCOME_UNKNOWN)
                        .toList(),
                "rejected",
                "errors of publishes whose broker came back in time");
        stage.check(
                confirmed.size() > MESSAGES / 2,
                "unsure",
                "only " + confirmed.size() + " of " + MESSAGES + " publishes were confirmed");
        for (String group : groups) {
            stage.await(
                    "lost",
                    group + " to handle what was confirmed",
                    () -> Handled.ids(stage, topic, group).containsAll(confirmed));
        }
        stage.quiet();
        if (groups.contains(OutageScenarios.ORDERED)) {
            checkOrder(stage, published, confirmed);
        }
    }

    private static Program publisher(Stage stage, Duration timeout) {
        return stage.program(config -> config.with("crossdock.publish.timeout", timeout.toSeconds() + "s"));
    }

    private static void awaitDown(Stage stage, Program program) throws InterruptedException {
        stage.await(
                "noticed",
                "the publisher to see that its broker is away",
                () -> program.messaging().health().status() == Health.Status.DOWN);
    }

    private static void publishInVain(Stage stage, Program program, Topic<byte[]> topic) throws InterruptedException {
        InVain inVain = InVain.publish(stage, program, topic, HASTY, new byte[] {2});
        stage.check(
                inVain.took().compareTo(HASTE.plus(GRACE)) < 0,
                "late",
                "the last publish in vain ended after " + inVain.took());
        stage.check(inVain.failed() == HASTY, "confirmed", "a publish was confirmed while there was no broker");
    }

    /** Of each key, in the order in which one thread has published them. */
    private static void checkOrder(Stage stage, Map<String, List<String>> published, List<String> confirmed) {
        List<String> handled = stage.history().events().stream()
                .filter(event -> event.kind() == Kind.OK && event.group().equals(OutageScenarios.ORDERED))
                .map(Event::messageId)
                .distinct()
                .toList();
        published.forEach((key, ids) -> {
            List<String> wanted = ids.stream().filter(confirmed::contains).toList();
            List<String> found = handled.stream().filter(wanted::contains).toList();
            stage.checkEqual(wanted, found, "order", "messages of '" + key + "' in the order of their publishes");
        });
    }

    private static ErrorCode code(CompletableFuture<Void> ended) {
        try {
            ended.join();
            throw new IllegalStateException("confirmed without a broker");
        } catch (CompletionException e) {
            return e.getCause() instanceof MessagingException failure ? failure.code() : ErrorCode.INTERNAL;
        }
    }
}
