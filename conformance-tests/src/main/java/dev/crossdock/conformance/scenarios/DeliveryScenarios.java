package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** B. Delivery and settlement. */
final class DeliveryScenarios implements Section {
    private static final String GROUP = "group";

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("B01", this::quietRun, "B03", this::handlerFailsOnce);
    }

    private void quietRun(Stage stage) throws Exception {
        int messages = 1_000;
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP).concurrency(4).handle();
        List<Message<byte[]>> sent = Program.numbered(messages, null);
        stage.check(
                program.publishAll(topic, sent).stream().allMatch(result -> result.isConfirmed()),
                "confirm",
                "not every publish was confirmed");
        stage.await("lost", messages + " messages to be handled", () -> stage.history()
                        .count(event -> event.kind() == Kind.OK)
                >= messages);
        stage.quiet();
        int starts = stage.history().count(event -> event.kind() == Kind.START);
        stage.checkEqual(messages, starts, "count", "deliveries");
        stage.await("settled", "the queue to be empty", () -> stage.witness()
                        .depth(new Address.Inbox(topic.name(), GROUP))
                == 0);
    }

    private void handlerFailsOnce(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP)
                .with(builder -> builder.retry(RetryPolicy.fixed(Duration.ofMillis(20))))
                .handle(delivery -> {
                    if (delivery.attempt() == 1) {
                        throw new IllegalStateException("the first attempt fails");
                    }
                });
        Message<byte[]> message = Message.of(new byte[] {1});
        program.publish(topic, message);
        stage.await("again", "a second attempt", () -> stage.history().count(event -> event.kind() == Kind.OK) == 1);
        stage.quiet();
        List<Integer> attempts = stage.history().events().stream()
                .filter(event -> event.kind() == Kind.START)
                .map(event -> event.attempt())
                .toList();
        stage.checkEqual(List.of(1, 2), attempts, "attempts", "attempts");
    }
}
