package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Q. What can be observed. */
final class ObservationScenarios implements Section {
    private static final String GROUP = "group";

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("Q01", this::eventsAddUp, "Q02", this::traceContext);
    }

    private void eventsAddUp(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program(config -> config.withObserver(event -> {
            throw new IllegalStateException("an observer that always throws must harm nobody");
        }));
        AtomicBoolean back = new AtomicBoolean();
        program.consume(topic, GROUP)
                .concurrency(4)
                .idempotent(Idempotency.byMessageId())
                .with(builder ->
                        builder.retry(RetryPolicy.fixed(Duration.ofMillis(10)).maxAttempts(3)))
                .handle(delivery -> {
                    int kind = delivery.body()[0] % 10;
                    if ((kind == 3 && delivery.attempt() == 1) || (kind == 7 && !back.get())) {
                        throw new IllegalStateException("kind " + kind);
                    }
                });
        List<Message<byte[]>> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sent.add(Message.of(new byte[] {(byte) i}));
        }
        program.publishAll(topic, sent);
        stage.awaitCount("handled", Kind.OK, 90);
        stage.awaitCount("dead", Kind.DEAD_LETTERED, 10);
        List<Message<byte[]>> again = sent.subList(0, 5);
        program.publishAll(topic, again);
        stage.awaitCount("absorbed", Kind.DUPLICATE, 4);
        for (int i = 0; i < 3; i++) {
            stage.refused(
                    ErrorCode.INVALID_ARGUMENT,
                    "refused",
                    () -> program.publish(topic, Message.of(new byte[] {1}).withHeader("Bad Name", "x")));
        }
        back.set(true);
        program.deadLetters(topic, GROUP).redriveAll();
        stage.awaitCount("redriven", Kind.OK, 100);
        stage.quiet();
        count(stage, MessagingEvent.Published.class, stage.count(Kind.CONFIRMED));
        count(stage, MessagingEvent.PublishFailed.class, stage.count(Kind.REJECTED) + stage.count(Kind.UNKNOWN));
        count(stage, MessagingEvent.Started.class, stage.count(Kind.START));
        count(stage, MessagingEvent.Handled.class, stage.count(Kind.OK));
        count(stage, MessagingEvent.Failed.class, stage.count(Kind.FAILED));
        count(stage, MessagingEvent.DeadLettered.class, 10);
        count(stage, MessagingEvent.Redriven.class, 10);
        count(stage, MessagingEvent.Duplicate.class, 5);
        count(stage, MessagingEvent.RetryScheduled.class, stage.count(Kind.FAILED) - 10);
    }

    private static void count(Stage stage, Class<? extends MessagingEvent> type, int wanted) {
        long found = stage.observed().stream().filter(type::isInstance).count();
        stage.checkEqual((long) wanted, found, "conservation", type.getSimpleName() + " events");
    }

    private void traceContext(Stage stage) throws Exception {
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        String state = "vendor=opaque,other=1";
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        AtomicBoolean back = new AtomicBoolean();
        List<String> seen = new CopyOnWriteArrayList<>();
        program.consume(topic, GROUP)
                .with(builder -> builder.retry(
                        RetryPolicy.fixed(Duration.ofMillis(1_100)).maxAttempts(2)))
                .handle(delivery -> {
                    seen.add(delivery.headers().get("traceparent") + "|"
                            + delivery.headers().get("tracestate"));
                    if (!back.get()) {
                        throw new IllegalStateException("not yet");
                    }
                });
        program.publish(
                topic,
                Message.of(new byte[] {1}).withHeader("traceparent", parent).withHeader("tracestate", state));
        stage.awaitCount("dead", Kind.DEAD_LETTERED, 1);
        String dead = String.valueOf(
                program.deadLetters(topic, GROUP).browse(1).get(0).headers().get("traceparent"));
        stage.checkEqual(parent, dead, "dead", "the trace of the dead letter");
        back.set(true);
        program.deadLetters(topic, GROUP).redriveAll();
        stage.awaitCount("redriven", Kind.OK, 1);
        stage.quiet();
        String both = parent + "|" + state;
        stage.checkEqual(List.of(both, both, both), seen, "trace", "the trace at each attempt");
    }
}
