package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.DeadLetterReason;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.OnExhausted;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** F. Dead letters. */
final class DeadLetterScenarios implements Section {
    private static final String GROUP = "group";

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of(
                "F01", this::content,
                "F02", this::oneCopy,
                "F03", this::undecodable,
                "F04", this::withoutDeadLetters,
                "F05", this::limits,
                "F06", this::poisonAmongMany);
    }

    private void content(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP)
                .with(builder ->
                        builder.retry(RetryPolicy.fixed(Duration.ofMillis(50)).maxAttempts(2)))
                .handle(delivery -> {
                    throw new IllegalStateException("the bank is down");
                });
        byte[] body = {0, 1, 2, (byte) 0xFF};
        Message<byte[]> message = Message.of(body)
                .withKey("customer-7")
                .withHeader("tenant", "grün 😅")
                .withHeader("empty", "");
        program.publish(topic, message);
        stage.awaitCount("dead", Kind.DEAD_LETTERED, 1);
        DeadLetter dead = program.deadLetters(topic, GROUP).browse(10).get(0);
        stage.checkEqual(body, dead.body(), "body", "the body");
        stage.checkEqual("customer-7", String.valueOf(dead.key()), "key", "the key");
        stage.checkEqual(message.headers(), dead.headers(), "headers", "the user's headers");
        stage.checkEqual(message.id(), dead.messageId(), "id", "the message id");
        stage.checkEqual(DeadLetterReason.RETRIES_EXHAUSTED, dead.reason(), "reason", "the reason");
        stage.checkEqual("the bank is down", dead.error(), "error", "the error");
        stage.checkEqual(IllegalStateException.class.getName(), dead.exceptionType(), "exception", "the exception");
        stage.checkEqual(2, dead.attempts(), "attempts", "attempts");
        stage.checkEqual(topic.name(), dead.topic(), "topic", "the topic");
        stage.checkEqual(GROUP, dead.group(), "group", "the group");
        stage.checkEqual(0, dead.redrives(), "redrives", "redrives");
        stage.check(dead.deadAt() != null, "at", "it does not say when it died");
        stage.check(
                dead.firstAttemptAt() != null
                        && dead.deadAt() != null
                        && !dead.firstAttemptAt().isAfter(dead.deadAt()),
                "firstAt",
                "first attempt " + dead.firstAttemptAt() + ", death " + dead.deadAt());
        stage.check(dead.entryId().length() > 5, "entry", "the entry id is '" + dead.entryId() + "'");
    }

    private void oneCopy(Stage stage) throws Exception {
        int messages = 20;
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP)
                .concurrency(4)
                .with(builder ->
                        builder.retry(RetryPolicy.fixed(Duration.ofMillis(20)).maxAttempts(2)))
                .handle(delivery -> {
                    throw new IllegalStateException("always");
                });
        program.publishAll(topic, Program.numbered(messages, null));
        stage.awaitCount("dead", Kind.DEAD_LETTERED, messages);
        stage.quiet();
        List<WireMessage> copies = stage.witness().peek(new Address.DeadLetters(topic.name(), GROUP));
        stage.checkEqual(messages, copies.size(), "copies", "copies that the broker holds");
        stage.checkEqual(0L, stage.witness().depth(new Address.Inbox(topic.name(), GROUP)), "source", "messages left");
        stage.checkEqual(2 * messages, stage.count(Kind.START), "count", "deliveries");
        stage.checkEqual((long) messages, program.deadLetters(topic, GROUP).count(), "told", "dead letters");
    }

    private void undecodable(Stage stage) throws Exception {
        String name = stage.name("text");
        Topic<byte[]> bytes = stage.topic(name);
        Topic<String> text = Topic.of(name, new Letters());
        Program program = stage.program();
        AtomicInteger handled = new AtomicInteger();
        Consumer consumer = program.messaging().consume(text, GROUP).handle(delivery -> handled.incrementAndGet());
        byte[] broken = {'o', 'k', (byte) 0xC3, (byte) 0x28, 0};
        program.publish(bytes, Message.of(broken).withHeader("from", "somebody"));
        byte[] foreign = stage.witness().foreignBody(broken);
        stage.witness().publishForeign(name, foreign);
        program.publish(bytes, Message.of("fine".getBytes(StandardCharsets.UTF_8)));
        stage.await("continues", "the consumer to go on", () -> handled.get() == 1);
        stage.awaitCount("dead", Kind.DEAD_LETTERED, 2);
        stage.quiet();
        stage.checkEqual(1, handled.get(), "handled", "handler calls");
        List<DeadLetter> letters = program.deadLetters(bytes, GROUP).browse(10);
        stage.checkEqual(2, letters.size(), "copies", "dead letters");
        for (DeadLetter dead : letters) {
            byte[] sent = dead.headers().contains("from") ? broken : foreign;
            stage.checkEqual(sent, dead.body(), "bytes", "the bytes of the dead letter");
            stage.checkEqual(DeadLetterReason.UNDECODABLE, dead.reason(), "reason", "the reason");
            stage.checkEqual(0, dead.attempts(), "attempts", "attempts");
        }
        stage.checkEqual(Consumer.State.RUNNING, consumer.state(), "state", "the consumer's state");
    }

    /** Text of letters only, so that there is a broken text on brokers that carry nothing but text. */
    private static final class Letters implements Codec<String> {
        @Override
        public String contentType() {
            return Codec.utf8().contentType();
        }

        @Override
        public byte[] encode(String body) throws Exception {
            return Codec.utf8().encode(body);
        }

        @Override
        public String decode(byte[] bytes, Headers headers) throws Exception {
            String text = Codec.utf8().decode(bytes, headers);
            if (!text.chars().allMatch(Character::isLetter)) {
                throw new IllegalArgumentException("wanted letters, found something else");
            }
            return text;
        }
    }

    private void withoutDeadLetters(Stage stage) throws Exception {
        Program program = stage.program();
        Topic<byte[]> dropped = stage.topic();
        program.consume(dropped, GROUP)
                .with(builder -> builder.retry(RetryPolicy.never()).onExhausted(OnExhausted.DISCARD))
                .handle(delivery -> {
                    throw new IllegalStateException("always");
                });
        program.publish(dropped, Message.of(new byte[] {1}));
        stage.awaitCount("discarded", Kind.DISCARDED, 1);
        Topic<byte[]> parked = stage.topic();
        AtomicBoolean fixed = new AtomicBoolean();
        Consumer stopping = program.consume(parked, GROUP)
                .with(builder -> builder.retry(RetryPolicy.never()).onExhausted(OnExhausted.STOP))
                .handle(delivery -> {
                    if (!fixed.get()) {
                        throw new IllegalStateException("until somebody fixes it");
                    }
                });
        Message<byte[]> kept = Message.of(new byte[] {2});
        program.publish(parked, kept);
        stage.await("stopped", "the consumer to stop", () -> stopping.state() == Consumer.State.PAUSED);
        program.publish(parked, Message.of(new byte[] {3}));
        stage.listen();
        stage.checkEqual(0L, deadLetters(stage, parked), "silent", "dead letters of the consumer that stops");
        stage.checkEqual(
                2L, stage.witness().depth(new Address.Inbox(parked.name(), GROUP)), "kept", "messages that wait");
        stage.check(
                stage.observed().stream().anyMatch(event -> event instanceof MessagingEvent.Stopped),
                "told",
                "nobody was told that the consumer stopped");
        stage.check(
                program.messaging().health().problems().containsKey(parked.name() + "/" + GROUP),
                "health",
                "health says nothing: " + program.messaging().health());
        fixed.set(true);
        stopping.resume();
        stage.awaitCount("resumed", Kind.OK, 2);
        stage.quiet();
    }

    private void limits(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        String endless = "e".repeat(100_000);
        program.consume(topic, GROUP)
                .with(builder ->
                        builder.retry(RetryPolicy.fixed(Duration.ofMillis(20)).maxAttempts(2)))
                .handle(delivery -> {
                    throw new IllegalStateException(endless);
                });
        byte[] body = largestBody(stage, program, topic);
        stage.awaitCount("dead", Kind.DEAD_LETTERED, 1);
        stage.quiet();
        DeadLetter dead = program.deadLetters(topic, GROUP).browse(10).get(0);
        stage.checkEqual(body.length, dead.body().length, "body", "bytes of the largest message");
        stage.checkEqual(body, dead.body(), "bytes", "the largest body");
        Message<byte[]> many = Message.of(new byte[] {1});
        int headers = Math.min(40, stage.harness().capabilities().maxHeaders() - 20);
        for (int i = 0; i < headers; i++) {
            many = many.withHeader("h" + i, "v".repeat(100) + i);
        }
        program.publish(topic, many);
        stage.awaitCount("headers", Kind.DEAD_LETTERED, 2);
        DeadLetter withHeaders =
                program.deadLetters(topic, GROUP).find(many.id()).orElseThrow();
        stage.checkEqual(many.headers(), withHeaders.headers(), "headers", "the user's headers");
        stage.check(
                withHeaders.error().length() < 5_000 && !withHeaders.error().isEmpty(),
                "diagnostics",
                "the error text has " + withHeaders.error().length() + " characters");
    }

    /** Publishes the largest message that is accepted: the limit counts more than the body, by how much nobody knows. */
    private static byte[] largestBody(Stage stage, Program program, Topic<byte[]> topic) {
        int limit = stage.harness().capabilities().maxMessageBytes();
        for (int room = 0; room < 4_096; room += 16) {
            byte[] body = new byte[limit - room];
            stage.random().nextBytes(body);
            try {
                program.publish(topic, Message.of(body));
                return body;
            } catch (dev.crossdock.messaging.MessagingException tooLarge) {
                stage.checkEqual(
                        dev.crossdock.messaging.ErrorCode.TOO_LARGE, tooLarge.code(), "code", "the code of a refusal");
            }
        }
        throw new IllegalStateException("no message near the limit of " + limit + " bytes is accepted");
    }

    private void poisonAmongMany(Stage stage) throws Exception {
        stage.claims().atLeast(Kind.DEAD_LETTERED, 100);
        int messages = 10_000;
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP)
                .concurrency(8)
                .with(builder -> builder.prefetch(64)
                        .retry(RetryPolicy.fixed(Duration.ofMillis(20)).maxAttempts(3)))
                .handle(delivery -> {
                    if (delivery.headers().contains("poison")) {
                        throw new IllegalStateException("poison");
                    }
                });
        List<Message<byte[]>> sent = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            Message<byte[]> message = Message.of(new byte[] {(byte) i});
            sent.add(i % 100 == 42 ? message.withHeader("poison", "yes") : message);
        }
        program.publishAll(topic, sent);
        stage.awaitCount("good", Kind.OK, messages - messages / 100);
        stage.awaitCount("poison", Kind.DEAD_LETTERED, messages / 100);
        stage.quiet();
        stage.checkEqual(
                messages - messages / 100 + 3 * (messages / 100), stage.count(Kind.START), "count", "deliveries");
        stage.checkEqual((long) messages / 100, deadLetters(stage, topic), "copies", "dead letters");
    }

    private static long deadLetters(Stage stage, Topic<byte[]> topic) {
        return stage.witness().depth(new Address.DeadLetters(topic.name(), GROUP));
    }
}
