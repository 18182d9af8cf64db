package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.Delivery;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** J. Headers and payloads arrive as they were sent, or are refused. The history compares every delivery. */
final class FidelityScenarios implements Section {
    private static final String GROUP = "group";

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of(
                "J01", this::emptyBody,
                "J02", this::anyBytes,
                "J03", this::exactlyTheMaximum,
                "J04", this::headerValues,
                "J05", this::headerNames,
                "J06", this::manyHeaders,
                "J07", this::envelope);
    }

    private void emptyBody(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        List<Integer> lengths = new CopyOnWriteArrayList<>();
        program.consume(topic, GROUP).handle(delivery -> lengths.add(delivery.body().length));
        program.publish(topic, Message.of(new byte[0]));
        program.publish(topic, Message.of(new byte[0]).withKey("k").withHeader("h", ""));
        stage.awaitCount("lost", Kind.OK, 2);
        stage.quiet();
        stage.checkEqual(List.of(0, 0), lengths, "length", "the lengths");
    }

    private void anyBytes(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP).concurrency(2).handle();
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        Random random = stage.random();
        byte[] large = new byte[64 * 1024];
        random.nextBytes(large);
        byte[] larger = new byte[64 * 1024 + 1];
        random.nextBytes(larger);
        List<byte[]> bodies = List.of(
                all,
                new byte[] {0},
                new byte[] {(byte) 0xC3, (byte) 0x28, (byte) 0xED, (byte) 0xA0, (byte) 0x80, (byte) 0xFF, (byte) 0xFE},
                "<xml>\u0000\u0001&\uFFFF</xml>".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                large,
                larger);
        bodies.forEach(body -> program.publish(topic, Message.of(body)));
        stage.awaitCount("lost", Kind.OK, bodies.size());
        stage.quiet();
        stage.checkEqual(bodies.size(), stage.count(Kind.START), "count", "deliveries");
    }

    private void exactlyTheMaximum(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP).handle();
        int limit = stage.harness().capabilities().maxMessageBytes();
        int length = limit;
        // What counts beside the body is the transport's; the edge is where one byte makes the difference.
        while (!accepts(stage, program, topic, length)) {
            length--;
            stage.check(length > limit - 4_096, "far", "nothing near the limit of " + limit + " bytes is accepted");
        }
        int edge = length;
        stage.refused(ErrorCode.TOO_LARGE, "beyond", () -> program.publish(topic, Message.of(new byte[edge + 1])));
        stage.check(accepts(stage, program, topic, edge), "edge", "what was accepted once is refused the second time");
        stage.awaitCount("lost", Kind.OK, 2);
        stage.quiet();
        stage.checkEqual(2, stage.count(Kind.START), "count", "deliveries");
    }

    private static boolean accepts(Stage stage, Program program, Topic<byte[]> topic, int length) {
        byte[] body = new byte[length];
        stage.random().nextBytes(body);
        try {
            program.publish(topic, Message.of(body));
            return true;
        } catch (MessagingException e) {
            stage.checkEqual(ErrorCode.TOO_LARGE, e.code(), "code", "the code of a refusal");
            return false;
        }
    }

    private void headerValues(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP).concurrency(2).handle();
        List<String> fine = List.of(
                "",
                " ",
                "  both ends  ",
                "\t",
                "a\tb",
                "007",
                "true",
                "1e3",
                "null",
                "😅",
                "مرحبا",
                "a\r\nX-Injected: 1",
                "a\nb",
                "\u0000",
                "a\u0000b",
                "ünï",
                "%41%",
                "\"quoted\"",
                "{\"a\":1}",
                "x".repeat(4_096),
                "ü".repeat(2_048),
                "\uFFFF",
                "\uFEFFbom",
                "=?utf-8?q?x?=");
        int sent = 0;
        for (String value : fine) {
            try {
                program.publish(
                        topic,
                        Message.of(new byte[] {1})
                                .withHeader("before", "b")
                                .withHeader("h", value)
                                .withHeader("z", "z"));
                sent++;
            } catch (MessagingException e) {
                stage.checkEqual(ErrorCode.INVALID_ARGUMENT, e.code(), "refusal", "the code of a refusal");
            }
        }
        stage.check(
                sent >= fine.size() / 2, "vacuous", "only " + sent + " of " + fine.size() + " values were accepted");
        for (String broken : List.of("\uD800", "a\uDC00b", "x".repeat(4_097), "ü".repeat(2_049))) {
            stage.refused(
                    ErrorCode.INVALID_ARGUMENT,
                    "broken",
                    () -> program.publish(topic, Message.of(new byte[] {1}).withHeader("h", broken)));
        }
        stage.awaitCount("lost", Kind.OK, sent);
        stage.quiet();
    }

    private void headerNames(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP).concurrency(2).handle();
        List<String> names = List.of(
                "foo/bar",
                "..",
                "a..b",
                ".a",
                "a.",
                "a b",
                "a:b",
                "a=b",
                "a\r\nX-Injected: 1",
                "a\nb",
                "\u0000",
                "ünï",
                "😅",
                "x".repeat(256),
                "x".repeat(257),
                "",
                "AWS.TraceHeader",
                "amazon.x",
                "Nats-Msg-Id",
                "Nats-Expected-Last-Sequence",
                "x-death",
                "x-delivery-count",
                "CC",
                "JMSXDeliveryCount",
                "REAL_TOPIC",
                "RECONSUMETIMES",
                "traceparent",
                "Foo",
                "foo",
                "content-type",
                "id",
                "key",
                "-",
                "_",
                "x".repeat(64),
                "x".repeat(65),
                "crossdock-id",
                "crossdock-anything");
        int sent = 0;
        for (String name : names) {
            Message<byte[]> message = Message.of(new byte[] {1})
                    .withHeader("before", "b")
                    .withHeader(name, "v")
                    .withHeader("z", "z");
            try {
                program.publish(topic, message);
                sent++;
            } catch (MessagingException e) {
                stage.checkEqual(ErrorCode.INVALID_ARGUMENT, e.code(), "refusal", "the code for the name " + name);
            }
        }
        stage.check(sent >= 8, "vacuous", "only " + sent + " names were accepted");
        for (String ours : List.of("crossdock-id", "crossdock-retry-count", "content-type")) {
            stage.refused(
                    ErrorCode.INVALID_ARGUMENT,
                    "ours",
                    () -> program.publish(topic, Message.of(new byte[] {1}).withHeader(ours, "7")));
        }
        stage.awaitCount("lost", Kind.OK, sent);
        stage.quiet();
        stage.checkEqual(sent, stage.count(Kind.START), "count", "deliveries");
    }

    private void manyHeaders(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP).handle();
        int sent = 0;
        for (int count : new int[] {0, 1, 9, 10, 11, 30, 60}) {
            Message<byte[]> message = Message.of(new byte[] {(byte) count});
            for (int i = 0; i < count; i++) {
                message = message.withHeader("h" + i, "value " + i);
            }
            program.publish(topic, message);
            sent++;
        }
        Message<byte[]> heavy = Message.of(new byte[] {1});
        for (int i = 0; i < 8; i++) {
            heavy = heavy.withHeader("h" + i, "v".repeat(4_000) + i);
        }
        program.publish(topic, heavy);
        sent++;
        stage.awaitCount("lost", Kind.OK, sent);
        stage.quiet();
    }

    private void envelope(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        List<Delivery<byte[]>> received = new CopyOnWriteArrayList<>();
        program.consume(topic, GROUP).with(builder -> builder.prefetch(1)).handle(received::add);
        Instant before = Instant.now().minusSeconds(1);
        Message<byte[]> message = Message.of(new byte[] {7}).withId("order/7 ü").withKey("k");
        program.publish(topic, message);
        stage.awaitCount("lost", Kind.OK, 1);
        Delivery<byte[]> delivery = received.get(0);
        stage.checkEqual("order/7 ü", delivery.id(), "id", "the id");
        stage.checkEqual("k", String.valueOf(delivery.key()), "key", "the key");
        Instant published = delivery.publishedAt();
        stage.check(
                published != null
                        && published.isAfter(before)
                        && published.isBefore(Instant.now().plusSeconds(1)),
                "publishedAt",
                "published at " + published);
        stage.checkEqual(
                "application/octet-stream",
                String.valueOf(delivery.envelope().get(WireHeaders.CONTENT_TYPE)),
                "contentType",
                "the content type");
        byte[] foreign = stage.witness().foreignBody(new byte[] {9, 8, 7});
        stage.witness().publishForeign(topic.name(), foreign);
        stage.await("foreign", "the message of a foreign producer", () -> received.size() == 2);
        Delivery<byte[]> raw = received.get(1);
        stage.checkEqual(foreign, raw.body(), "raw", "the body of a foreign message");
        stage.checkEqual(1, raw.attempt(), "attempt", "the attempt of a foreign message");
        stage.check(!raw.id().isEmpty(), "foreignId", "a foreign message has no id at all");
        stage.claims().foreign(raw.id());
        program.consume(topic, "reader").handle().close();
        stage.claims().unfinished(topic.name() + " → reader");
        program.publish(topic, Message.of(new byte[] {5}).withHeader("mine", "1"));
        List<WireMessage> seen = new ArrayList<>(stage.witness().peek(new Address.Inbox(topic.name(), "reader")));
        boolean readable = seen.stream()
                .anyMatch(wire -> Arrays.equals(wire.body(), new byte[] {5})
                        && "1".equals(wire.headers().get("mine"))
                        && wire.headers().contains(WireHeaders.ID));
        stage.check(readable, "native", "a native client cannot read a message of the library: " + seen);
        stage.awaitCount("last", Kind.OK, 3);
    }
}
