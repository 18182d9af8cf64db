package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.process.Places;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** D. Ordering. What a broker that cannot keep it has to refuse is the body there. */
final class OrderScenarios implements Section {
    private static final String GROUP = "group";

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of(
                "D01", orRefused(this::oneInstance),
                "D02", orRefused(this::fourInstances),
                "D03", orRefused(this::oneKeyFailing),
                "D04", orRefused(this::retryHoldsItsKey),
                "D06", this::oddKeys);
    }

    /** The body where a broker keeps order; elsewhere, that asking for it is refused. */
    static Scenario orRefused(Scenario body) {
        return stage -> {
            if (stage.harness().capabilities().ordersPerKey()) {
                body.play(stage);
            } else {
                Program program = stage.program();
                stage.refused(
                        ErrorCode.UNSUPPORTED,
                        "accepted",
                        () -> program.messaging()
                                .consume(stage.topic(), GROUP)
                                .ordering(Ordering.PER_KEY)
                                .handle(delivery -> {}));
            }
        };
    }

    private void oneInstance(Stage stage) throws Exception {
        stage.claims().redelivers();
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP)
                .perKey()
                .concurrency(8)
                .with(builder -> builder.prefetch(64).retry(RetryPolicy.fixed(Duration.ofMillis(5))))
                .handle(failingNowAndThen());
        List<Message<byte[]>> sent = keyed(2_000, 20);
        // Call by call, so that each message is confirmed before the next is published: only then is it older for sure.
        sent.forEach(message -> program.publish(topic, message));
        stage.awaitCount("lost", Kind.OK, sent.size());
        stage.quiet();
        int retried = stage.count(Kind.START) - sent.size();
        stage.check(retried >= 20, "vacuous", "only " + retried + " messages were retried");
    }

    private void fourInstances(Stage stage) throws Exception {
        stage.claims().redelivers();
        Topic<byte[]> topic = stage.topic();
        for (int i = 0; i < 4; i++) {
            stage.program()
                    .consume(topic, GROUP)
                    .perKey()
                    .concurrency(8)
                    .with(builder -> builder.retry(RetryPolicy.fixed(Duration.ofMillis(5))))
                    .handle(failingNowAndThen());
        }
        Program publishing = stage.program();
        List<Message<byte[]>> sent = keyed(2_000, 40);
        sent.forEach(message -> publishing.publish(topic, message));
        stage.awaitCount("lost", Kind.OK, sent.size());
        stage.quiet();
    }

    private void oneKeyFailing(Stage stage) throws Exception {
        stage.claims().redelivers();
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        AtomicBoolean bankIsBack = new AtomicBoolean();
        program.consume(topic, GROUP)
                .perKey()
                .concurrency(4)
                .with(builder -> builder.prefetch(16)
                        .retry(RetryPolicy.fixed(Duration.ofMillis(50)).maxAttempts(10_000)))
                .handle(delivery -> {
                    if ("bad".equals(delivery.key()) && !bankIsBack.get()) {
                        throw new IllegalStateException("the bank is down");
                    }
                });
        List<Message<byte[]>> sent = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            // More of the bad key than the prefetch holds: they must not fill the house.
            sent.add(Message.of(new byte[] {(byte) i}).withKey(i % 4 == 0 ? "bad" : "good-" + i % 7));
        }
        program.publishAll(topic, sent);
        int good = 300;
        stage.await(
                "blocked",
                "the other keys to be handled while one fails",
                () -> stage.history().count(event -> event.kind() == Kind.OK && !"bad".equals(event.key())) == good);
        stage.checkEqual(
                0,
                stage.history().count(event -> event.kind() == Kind.OK && "bad".equals(event.key())),
                "vacuous",
                "handled messages of the failing key");
        bankIsBack.set(true);
        stage.awaitCount("lost", Kind.OK, sent.size());
        stage.quiet();
    }

    private void retryHoldsItsKey(Stage stage) throws Exception {
        stage.claims().redelivers();
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP)
                .perKey()
                .concurrency(4)
                .with(builder ->
                        builder.retry(RetryPolicy.fixed(Duration.ofMillis(100)).maxAttempts(3)))
                .handle(delivery -> {
                    int number = delivery.body()[0];
                    if (number == 1 && delivery.attempt() < 3) {
                        throw new IllegalStateException("fails twice");
                    }
                    if (number == 3) {
                        throw new IllegalStateException("fails for ever");
                    }
                });
        for (int i = 0; i < 6; i++) {
            program.publish(topic, Message.of(new byte[] {(byte) i}).withKey("k"));
        }
        stage.awaitCount("lost", Kind.OK, 5);
        stage.awaitCount("dead", Kind.DEAD_LETTERED, 1);
        stage.quiet();
        List<String> told = stage.history().events().stream()
                .filter(event -> event.kind() == Kind.START)
                .map(Event::messageId)
                .toList();
        stage.checkEqual(6 + 2 + 2, told.size(), "count", "deliveries");
    }

    private void oddKeys(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        CountDownLatch together = new CountDownLatch(4);
        Program.MemberBuilder member = program.consume(topic, GROUP).concurrency(4);
        if (stage.harness().capabilities().ordersPerKey()) {
            member.perKey();
        }
        member.handle(delivery -> {
            if (delivery.key() == null) {
                // Messages without a key must not wait for each other.
                together.countDown();
                together.await();
            }
        });
        for (int i = 0; i < 4; i++) {
            program.publish(topic, Message.of(new byte[] {(byte) i}));
        }
        stage.awaitCount("keyless", Kind.OK, 4);
        List<String> odd = List.of("\u0000", "a\u0000b", " ", "😅", "مرحبا", "a/b.c:d*>", "x".repeat(4_096), "X", "x");
        int accepted = 0;
        for (String key : odd) {
            for (int i = 0; i < 3; i++) {
                try {
                    program.publish(
                            topic,
                            Message.of(key.getBytes(StandardCharsets.UTF_8)).withKey(key));
                    accepted++;
                } catch (MessagingException e) {
                    stage.checkEqual(ErrorCode.INVALID_ARGUMENT, e.code(), "refusal", "the code for an odd key");
                }
            }
        }
        stage.check(accepted >= 9, "vacuous", "only " + accepted + " messages with odd keys were accepted");
        for (String refused : List.of("", "\uD800", "a\uDC00", "x".repeat(4_097), "ü".repeat(2_049))) {
            stage.refused(
                    ErrorCode.INVALID_ARGUMENT,
                    "key",
                    () -> program.publish(topic, Message.of(new byte[] {1}).withKey(refused)));
        }
        stage.awaitCount("lost", Kind.OK, 4 + accepted);
        stage.quiet();
        Ordering ordering = stage.harness().capabilities().ordersPerKey() ? Ordering.PER_KEY : Ordering.UNORDERED;
        stage.checkSamePlaces(
                "lanes", List.of(new Places.Probe(stage.name("lanes"), GROUP, ordering, withoutControls(odd))));
    }

    // A key that a transport refuses, as it may, has no place.
    private static List<String> withoutControls(List<String> keys) {
        return keys.stream().filter(key -> key.chars().noneMatch(c -> c < ' ')).toList();
    }

    private static Program.Act failingNowAndThen() {
        return delivery -> {
            if (delivery.attempt() == 1 && Math.floorMod(delivery.id().hashCode(), 31) == 0) {
                throw new IllegalStateException("now and then");
            }
        };
    }

    private static List<Message<byte[]>> keyed(int messages, int keys) {
        Random random = new Random(5);
        List<Message<byte[]>> sent = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            sent.add(Message.of(Integer.toString(i).getBytes(StandardCharsets.UTF_8))
                    .withKey("k" + random.nextInt(keys)));
        }
        return sent;
    }
}
