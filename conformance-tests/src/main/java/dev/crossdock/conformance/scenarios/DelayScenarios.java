package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** I. Delay. */
final class DelayScenarios implements Section {
    private static final String GROUP = "group";

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of(
                "I01", this::notEarlyNotLate,
                "I02", this::noDelay,
                "I03", this::beyondTheNativeMaximum,
                "I05", this::allAtOnce);
    }

    private void notEarlyNotLate(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP).concurrency(8).handle();
        program.consume(topic, "other").concurrency(8).handle();
        Random random = stage.random();
        List<Message<byte[]>> sent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            sent.add(Message.of(new byte[] {(byte) i}).withDelay(Duration.ofMillis(500 + random.nextInt(2_500))));
        }
        program.publishAll(topic, sent);
        stage.awaitCount("lost", Kind.OK, 2 * sent.size());
        stage.quiet();
        // Too early is the history's to find; this is about too late.
        Map<String, Long> published = new HashMap<>();
        Map<String, Duration> delays = new HashMap<>();
        sent.forEach(message -> delays.put(message.id(), message.delay()));
        List<Long> lateness = new ArrayList<>();
        for (Event event : stage.history().events()) {
            if (event.kind() == Kind.PUBLISH) {
                published.put(event.messageId(), event.nanos());
            } else if (event.kind() == Kind.START) {
                long due = published.getOrDefault(event.messageId(), 0L)
                        + delays.getOrDefault(event.messageId(), Duration.ZERO).toNanos();
                lateness.add(event.nanos() - due);
            }
        }
        lateness.sort(null);
        long p99 = lateness.get(lateness.size() * 99 / 100);
        stage.checkEqual(2 * sent.size(), lateness.size(), "count", "deliveries");
        stage.check(
                p99 <= stage.timings().lateness().toNanos(),
                "late",
                "one message in a hundred is more than " + p99 / 1_000_000 + " ms late");
    }

    private void noDelay(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP).handle();
        program.publish(topic, Message.of(new byte[] {1}).withDelay(Duration.ZERO));
        program.publish(topic, Message.of(new byte[] {2}).withDelay(Duration.ofDays(-1)));
        program.publish(topic, Message.of(new byte[] {3}).withDelay(Duration.ofNanos(1)));
        stage.await("waits", "all to be handled at once", () -> stage.count(Kind.OK) == 3, Duration.ofSeconds(2));
        stage.quiet();
        List<Integer> attempts = Begun.attempts(stage);
        stage.checkEqual(List.of(1, 1, 1), attempts, "attempts", "attempts");
    }

    private void beyondTheNativeMaximum(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP).handle();
        stage.claims().unfinished(topic.name() + " → " + GROUP);
        Duration max = stage.harness().capabilities().maxSendDelay();
        for (Duration delay : List.of(max.plusSeconds(30), Duration.ofHours(30), Duration.ofDays(400))) {
            program.publish(topic, Message.of(new byte[] {1}).withDelay(delay));
        }
        stage.listen();
        stage.listen();
        stage.checkEqual(0, stage.count(Kind.START), "shortened", "deliveries long before the time");
        long waiting = stage.witness().topology(topic.name()).stream()
                .filter(address -> address instanceof Address.Queue)
                .mapToLong(address -> stage.witness().depth((Address.Queue) address))
                .sum();
        stage.checkEqual(3L, waiting, "kept", "messages that wait on the broker");
    }

    private void allAtOnce(Stage stage) throws Exception {
        stage.claims().atLeast(Kind.START, 10_000);
        int messages = 10_000;
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP)
                .concurrency(4)
                // A lease that is lost by a busy machine would be one more delivery, of which nothing is to be learned
                // here.
                .with(builder -> builder.prefetch(256).lease(Duration.ofMinutes(1)))
                .handle();
        Duration delay = Duration.ofMillis(1_500);
        List<Message<byte[]>> sent = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            sent.add(Message.of(new byte[] {(byte) i}).withDelay(delay));
        }
        program.publishAll(topic, sent);
        stage.awaitCount("lost", Kind.OK, messages);
        stage.quiet();
        stage.checkEqual(messages, stage.count(Kind.START), "count", "deliveries");
    }
}
