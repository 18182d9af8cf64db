package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.DeadLetterReason;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.Outcome;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** E. Retry and attempt count. */
final class RetryScenarios implements Section {
    private static final String GROUP = "group";

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of(
                "E01", this::attemptsAcrossInstances,
                "E02", this::exactlyMaxAttempts,
                "E03", this::backoffBounds,
                "E04", this::classification,
                "E06", this::sideEffects);
    }

    private void attemptsAcrossInstances(Stage stage) throws Exception {
        stage.claims().redelivers();
        int messages = 30;
        int attempts = 6;
        Topic<byte[]> topic = stage.topic();
        RetryPolicy policy = RetryPolicy.fixed(Duration.ofMillis(30)).maxAttempts(attempts);
        for (int i = 0; i < 2; i++) {
            stage.program()
                    .consume(topic, GROUP)
                    .concurrency(2)
                    .with(builder -> builder.retry(policy))
                    .handle(delivery -> {
                        if (delivery.attempt() < attempts) {
                            throw new IllegalStateException("attempt " + delivery.attempt());
                        }
                    });
        }
        Program publishing = stage.program();
        publishing.publishAll(topic, Program.numbered(messages, null));
        stage.awaitCount("lost", Kind.OK, messages);
        stage.quiet();
        Map<String, List<Integer>> told = attemptsByMessage(stage);
        List<Integer> expected = List.of(1, 2, 3, 4, 5, 6);
        for (Map.Entry<String, List<Integer>> entry : told.entrySet()) {
            stage.checkEqual(expected, entry.getValue(), "attempts", "attempts of " + entry.getKey());
        }
        stage.checkEqual(messages, told.size(), "count", "messages");
        closeBetweenAttempts(stage);
    }

    // The retry waits in the process if the broker does not delay so briefly; its end must not make the attempt undone.
    private void closeBetweenAttempts(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        int before = stage.count(Kind.OK);
        Program first = stage.program();
        first.consume(topic, GROUP)
                .with(builder ->
                        builder.retry(RetryPolicy.fixed(Duration.ofMillis(900)).maxAttempts(3)))
                .handle(delivery -> {
                    throw new IllegalStateException("attempt " + delivery.attempt());
                });
        Program second = stage.program();
        second.publish(topic, Message.of(new byte[] {1}));
        stage.await(
                "failed",
                "the first attempt to fail",
                () -> stage.history()
                                .count(e -> e.kind() == Kind.FAILED && e.topic().equals(topic.name()))
                        == 1);
        first.close();
        second.consume(topic, GROUP).handle();
        stage.awaitCount("lost", Kind.OK, before + 1);
        stage.quiet();
    }

    private void exactlyMaxAttempts(Stage stage) throws Exception {
        stage.claims().redelivers();
        for (int max : new int[] {1, 3, 5}) {
            Topic<byte[]> topic = stage.topic();
            Program program = stage.program();
            program.consume(topic, GROUP)
                    .with(builder -> builder.retry(
                            RetryPolicy.fixed(Duration.ofMillis(20)).maxAttempts(max)))
                    .handle(delivery -> {
                        throw new IllegalStateException("always");
                    });
            program.publish(topic, Message.of(new byte[] {(byte) max}));
            stage.await(
                    "dead",
                    "the dead letter after " + max + " attempts",
                    () -> stage.history()
                                    .count(event -> event.kind() == Kind.DEAD_LETTERED
                                            && event.topic().equals(topic.name()))
                            == 1);
            stage.listen();
            int starts = stage.history()
                    .count(event -> event.kind() == Kind.START && event.topic().equals(topic.name()));
            stage.checkEqual(max, starts, "max", "deliveries");
            DeadLetter dead = program.deadLetters(topic, GROUP).browse(10).get(0);
            stage.checkEqual(max, dead.attempts(), "noted", "attempts in the dead letter");
            stage.checkEqual(DeadLetterReason.RETRIES_EXHAUSTED, dead.reason(), "reason", "the reason");
        }
    }

    private void backoffBounds(Stage stage) throws Exception {
        stage.claims().redelivers();
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        // Below and above the finest step of an emulated delay.
        List<Duration> delays = List.of(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(1_300));
        program.consume(topic, GROUP)
                .with(builder -> builder.retry(failure -> failure.attempt() <= delays.size()
                        ? Outcome.retryAfter(delays.get(failure.attempt() - 1))
                        : Outcome.accept()))
                .handle(delivery -> {
                    if (delivery.attempt() <= delays.size()) {
                        throw new IllegalStateException("again");
                    }
                });
        for (int i = 0; i < 5; i++) {
            program.publish(topic, Message.of(new byte[] {(byte) i}));
        }
        stage.awaitCount("lost", Kind.OK, 5);
        stage.quiet();
        Map<String, List<Event>> byMessage = new HashMap<>();
        for (Event event : stage.history().events()) {
            if (event.kind() == Kind.START || event.kind() == Kind.FAILED) {
                byMessage
                        .computeIfAbsent(event.messageId(), id -> new ArrayList<>())
                        .add(event);
            }
        }
        long lateness = stage.timings().lateness().toNanos();
        byMessage.values().forEach(events -> {
            for (int i = 0; i < delays.size(); i++) {
                long gap = events.get(2 * i + 2).nanos() - events.get(2 * i + 1).nanos();
                long wanted = delays.get(i).toNanos();
                stage.check(
                        gap >= wanted * 95 / 100,
                        "early",
                        "retry " + (i + 1) + " came after " + gap / 1_000_000 + " ms, wanted "
                                + delays.get(i).toMillis());
                stage.check(
                        gap <= wanted + lateness,
                        "late",
                        "retry " + (i + 1) + " came after " + gap / 1_000_000 + " ms, wanted "
                                + delays.get(i).toMillis());
            }
        });
    }

    private void classification(Stage stage) throws Exception {
        stage.claims().redelivers();
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        RetryPolicy policy = RetryPolicy.fixed(Duration.ofMillis(20))
                .maxAttempts(3)
                .giveUpOn(FileNotFoundException.class)
                .on(IOException.class, RetryPolicy.fixed(Duration.ofMillis(20)).maxAttempts(2));
        program.consume(topic, GROUP).with(builder -> builder.retry(policy)).handle(delivery -> {
            switch (delivery.body()[0]) {
                case 0 -> throw new FileNotFoundException("never again");
                case 1 -> throw new RuntimeException("wrapped", new FileNotFoundException("never again"));
                case 2 -> throw new IOException("twice");
                default -> throw new IllegalStateException("thrice");
            }
        });
        List<Message<byte[]>> sent = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Message<byte[]> message = Message.of(new byte[] {(byte) i});
            sent.add(message);
            program.publish(topic, message);
        }
        stage.awaitCount("dead", Kind.DEAD_LETTERED, 4);
        stage.quiet();
        Map<String, List<Integer>> told = attemptsByMessage(stage);
        List<List<Integer>> expected = List.of(List.of(1), List.of(1), List.of(1, 2), List.of(1, 2, 3));
        for (int i = 0; i < 4; i++) {
            stage.checkEqual(
                    expected.get(i), told.get(sent.get(i).id()), "attempts", "attempts of the message of kind " + i);
        }
        List<DeadLetterReason> reasons = new ArrayList<>();
        for (Message<byte[]> message : sent) {
            reasons.add(program.deadLetters(topic, GROUP)
                    .find(message.id())
                    .orElseThrow()
                    .reason());
        }
        stage.checkEqual(
                List.of(
                        DeadLetterReason.NON_RETRYABLE,
                        DeadLetterReason.NON_RETRYABLE,
                        DeadLetterReason.RETRIES_EXHAUSTED,
                        DeadLetterReason.RETRIES_EXHAUSTED),
                reasons,
                "reasons",
                "the reasons");
    }

    private void sideEffects(Stage stage) throws Exception {
        stage.claims().redelivers();
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP)
                .with(builder ->
                        builder.retry(RetryPolicy.fixed(Duration.ofMillis(20)).maxAttempts(3)))
                .handle(delivery -> {
                    if (delivery.attempt() < 3) {
                        java.util.Arrays.fill(delivery.body(), (byte) 0xEE);
                        delivery.message().withHeader("added", "by the handler");
                        throw new IllegalStateException("after it has scribbled over the body");
                    }
                });
        program.publish(topic, Message.of(new byte[] {1, 2, 3}).withHeader("mine", "untouched"));
        stage.awaitCount("lost", Kind.OK, 1);
        Topic<byte[]> other = stage.topic();
        program.consume(other, GROUP)
                .with(builder -> builder.retry(failure -> {
                    throw new IllegalStateException("the policy itself is broken");
                }))
                .handle(delivery -> {
                    throw new IllegalStateException("and so is the handler");
                });
        stage.claims().unfinished(other.name() + " → " + GROUP);
        program.publish(other, Message.of(new byte[] {4}));
        stage.await(
                "told",
                "observers to be told of the broken policy",
                () -> stage.observed().stream()
                        .anyMatch(event -> event instanceof MessagingEvent.ExtensionFailed failed
                                && failed.topic().equals(other.name())));
        stage.quiet();
        // It waits for its next attempt, in hand or in a delay: it is neither lost nor dead.
        int ended = stage.history()
                .count(event -> event.topic().equals(other.name())
                        && (event.kind() == Kind.DEAD_LETTERED || event.kind() == Kind.DISCARDED));
        stage.checkEqual(0, ended, "kept", "ends of the message whose policy is broken");
    }

    private static Map<String, List<Integer>> attemptsByMessage(Stage stage) {
        Map<String, List<Integer>> attempts = new HashMap<>();
        for (Event event : stage.history().events()) {
            if (event.kind() == Kind.START) {
                attempts.computeIfAbsent(event.messageId(), id -> new ArrayList<>())
                        .add(event.attempt());
            }
        }
        return attempts;
    }
}
