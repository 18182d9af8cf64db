package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.DeadLetterReason;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** H. Idempotent consumption. */
final class IdempotencyScenarios implements Section {
    private static final Duration BETWEEN = Duration.ofMillis(50);
    private static final String GROUP = "group";

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("H01", this::twice, "H02", this::firstAttemptFails, "H04", this::scope, "H06", this::window);
    }

    private void twice(Stage stage) throws Exception {
        int messages = 100;
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        CountDownLatch mayEnd = new CountDownLatch(1);
        Message<byte[]> slow = Message.of(new byte[] {99});
        Program.MemberBuilder member =
                program.consume(topic, GROUP).concurrency(4).idempotent(Idempotency.byMessageId());
        AtomicLong fence = new AtomicLong();
        member.handle(delivery -> {
            fence.set(delivery.fencingToken());
            if (delivery.id().equals(slow.id())) {
                mayEnd.await();
            }
            member.effect(delivery);
        });
        // A duplicate that comes while the first is being handled must wait for it.
        program.publish(topic, slow);
        stage.awaitCount("start", Kind.START, 1);
        program.publish(topic, slow);
        List<Message<byte[]>> sent = Program.numbered(messages, null);
        program.publishAll(topic, sent);
        program.publishAll(topic, sent);
        stage.awaitCount("lost", Kind.OK, messages);
        stage.listen();
        stage.checkEqual(
                1,
                stage.history()
                        .count(e -> e.kind() == Kind.START && e.messageId().equals(slow.id())),
                "concurrent",
                "deliveries of the message that is being handled");
        mayEnd.countDown();
        stage.awaitCount("end", Kind.OK, messages + 1);
        stage.awaitCount("absorbed", Kind.DUPLICATE, messages + 1);
        stage.quiet();
        stage.checkEqual(messages + 1, stage.count(Kind.EFFECT), "effects", "effects");
        stage.checkEqual(messages + 1, stage.count(Kind.DUPLICATE), "duplicates", "absorbed duplicates");
        stage.check(fence.get() > 0, "fence", "handlers were given no fencing token");
    }

    private void firstAttemptFails(Stage stage) throws Exception {
        stage.claims().redelivers();
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        Program.MemberBuilder member = program.consume(topic, GROUP)
                .concurrency(2)
                .idempotent(Idempotency.byMessageId())
                .with(builder ->
                        builder.retry(RetryPolicy.fixed(Duration.ofMillis(20)).maxAttempts(3)));
        member.handle(delivery -> {
            if (delivery.attempt() < 3) {
                throw new IllegalStateException("not yet");
            }
            member.effect(delivery);
        });
        List<Message<byte[]>> sent = Program.numbered(20, null);
        program.publishAll(topic, sent);
        stage.awaitCount("lost", Kind.OK, 20);
        program.publishAll(topic, sent);
        stage.awaitCount("absorbed", Kind.DUPLICATE, 20);
        stage.quiet();
        stage.checkEqual(20, stage.count(Kind.EFFECT), "effects", "effects");
        stage.checkEqual(60, stage.count(Kind.START), "count", "deliveries");
    }

    private void scope(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Topic<byte[]> other = stage.topic();
        Program program = stage.program();
        for (String group : List.of("billing", "inventory")) {
            Program.MemberBuilder member = program.consume(topic, group).idempotent(Idempotency.byMessageId());
            member.handle(member::effect);
        }
        Program.MemberBuilder elsewhere = program.consume(other, "billing").idempotent(Idempotency.byMessageId());
        elsewhere.handle(elsewhere::effect);
        Message<byte[]> message = Message.of(new byte[] {1});
        for (int i = 0; i < 3; i++) {
            program.publish(topic, message);
        }
        stage.awaitCount("absorbed", Kind.DUPLICATE, 4);
        // Only now is it certain that the id is marked as done, for whoever takes another scope for this one.
        program.publish(other, message);
        stage.awaitCount("elsewhere", Kind.OK, 3);
        stage.quiet();
        stage.checkEqual(2, stage.count(Kind.EFFECT, "billing"), "groups", "effects in billing, one for each topic");
        stage.checkEqual(1, stage.count(Kind.EFFECT, "inventory"), "groups", "effects in inventory");
    }

    private void window(Stage stage) throws Exception {
        Program program = stage.program();
        Topic<byte[]> shortMemory = stage.topic();
        Duration retention = Duration.ofSeconds(1);
        List<Long> effects = new ArrayList<>();
        program.consume(shortMemory, GROUP)
                .with(builder ->
                        builder.idempotent(Idempotency.<byte[]>byMessageId().retention(retention)))
                .handle(delivery -> {
                    synchronized (effects) {
                        effects.add(System.nanoTime());
                    }
                });
        Message<byte[]> message = Message.of(new byte[] {1});
        program.publish(shortMemory, message);
        stage.awaitCount("first", Kind.OK, 1);
        // A broker that is slow may bring it when the retention is over; then there is another one to be within.
        Runnable again = () -> program.publish(shortMemory, message);
        until(stage, "within", Kind.DUPLICATE, again);
        until(stage, "after", Kind.OK, again);
        int handled = stage.count(Kind.OK);
        for (int i = 1; i < handled; i++) {
            stage.check(
                    effects.get(i) - effects.get(i - 1) >= retention.toNanos(),
                    "window",
                    "it was forgotten before the retention was over");
        }
        int duplicates = stage.count(Kind.DUPLICATE);
        Topic<byte[]> keyed = stage.topic();
        program.consume(keyed, GROUP)
                .with(builder -> builder.idempotent(
                        Idempotency.<byte[]>by(m -> m.headers().get("order"))
                                .onMissingKey(Idempotency.MissingKey.DEAD_LETTER)))
                .handle(delivery -> {});
        program.publish(keyed, Message.of(new byte[] {2}));
        stage.awaitCount("missing", Kind.DEAD_LETTERED, 1);
        stage.checkEqual(
                DeadLetterReason.REJECTED,
                program.deadLetters(keyed, GROUP).browse(1).get(0).reason(),
                "reason",
                "the reason");
        program.publish(keyed, Message.of(new byte[] {3}).withHeader("order", "7"));
        program.publish(keyed, Message.of(new byte[] {4}).withHeader("order", "7"));
        stage.awaitCount("byKey", Kind.DUPLICATE, duplicates + 1);
        stage.quiet();
        stage.checkEqual(handled + 1, stage.count(Kind.OK), "count", "handled messages");
    }

    /** Sends, and waits for what becomes of it, until that is of one kind. */
    private static void until(Stage stage, String code, Kind wanted, Runnable send) throws Exception {
        int before = stage.count(wanted);
        long end = System.nanoTime() + stage.timings().patience().toNanos();
        while (stage.count(wanted) == before) {
            stage.check(System.nanoTime() - end < 0, code, "it never became " + wanted);
            int outcomes = stage.count(Kind.OK) + stage.count(Kind.DUPLICATE);
            boolean unused = stage.history().await(() -> false, BETWEEN);
            send.run();
            stage.await(
                    code,
                    "an outcome of one more",
                    () -> stage.count(Kind.OK) + stage.count(Kind.DUPLICATE) > outcomes);
        }
    }
}
