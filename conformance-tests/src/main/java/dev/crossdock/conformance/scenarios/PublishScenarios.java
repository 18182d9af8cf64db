package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.PublishResult;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** A. Publish and confirm. */
final class PublishScenarios implements Section {
    private static final String GROUP = "group";

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of(
                "A01", this::confirmMeansVisible,
                "A02", this::missingDestination,
                "A03", this::batchWithBadEntries,
                "A04", this::oversize,
                "A05", this::manyThreads,
                "A06", this::closeWhilePublishing);
    }

    private void confirmMeansVisible(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Address.Inbox inbox = new Address.Inbox(topic.name(), GROUP);
        Program consuming = stage.program();
        consuming.consume(topic, GROUP).handle().close();
        stage.claims().unfinished(topic.name() + " → " + GROUP);
        Program publishing = stage.program();
        for (int i = 0; i < 50; i++) {
            byte[] body = {(byte) i, 0, (byte) 0xFF};
            publishing.publish(topic, Message.of(body).withHeader("n", "v" + i));
            List<WireMessage> seen = stage.witness().peek(inbox);
            stage.checkEqual(i + 1, seen.size(), "visible", "messages that the broker shows right after the confirm");
            WireMessage last = seen.get(seen.size() - 1);
            boolean there = seen.stream().anyMatch(message -> Arrays.equals(message.body(), body));
            stage.check(there, "bytes", "the bytes of message " + i + " are not there, the last is " + last);
        }
        stage.checkEqual(0L, stage.witness().unsettled(inbox), "sendonly", "messages on loan to a send-only program");
        boolean receives = Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().contains(topic.name()) && thread.isAlive());
        stage.check(!receives, "sendonly", "a send-only program has a thread that receives from its topic");
    }

    private void missingDestination(Stage stage) throws Exception {
        Topic<byte[]> missing = stage.topic();
        Program trusting = stage.program(config -> config.with("crossdock.provision", "none"));
        for (int i = 0; i < 3; i++) {
            stage.refused(ErrorCode.NOT_FOUND, "missing", () -> trusting.publish(missing, Message.of(new byte[] {1})));
        }
        Program verifying = stage.program(config -> config.with("crossdock.provision", "verify"));
        MessagingException error = stage.refused(
                ErrorCode.NOT_FOUND, "verify", () -> verifying.messaging().publisher(missing));
        stage.check(
                String.valueOf(error.getMessage()).contains(missing.name()),
                "named",
                "the error does not name the topic: " + error.getMessage());
        stage.check(
                stage.witness().topology(missing.name()).isEmpty(),
                "created",
                "something was created: " + stage.witness().topology(missing.name()));
    }

    private void batchWithBadEntries(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP).concurrency(4).handle();
        int limit = stage.harness().capabilities().maxMessageBytes();
        List<Message<byte[]>> batch = new ArrayList<>();
        Set<Integer> bad = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            Message<byte[]> message = Message.of(new byte[] {(byte) i});
            if (i % 50 == 7) {
                message = Message.of(new byte[limit + 1]);
                bad.add(i);
            } else if (i % 50 == 13) {
                message = message.withHeader("Not Allowed", "x");
                bad.add(i);
            } else if (i % 50 == 29) {
                message = message.withKey("");
                bad.add(i);
            }
            batch.add(message);
        }
        List<PublishResult> results = program.publishAll(topic, batch);
        stage.checkEqual(batch.size(), results.size(), "results", "results");
        for (int i = 0; i < batch.size(); i++) {
            stage.checkEqual(batch.get(i).id(), results.get(i).messageId(), "aligned", "message id of result " + i);
            stage.check(
                    results.get(i).isConfirmed() != bad.contains(i),
                    "outcome",
                    "result " + i + " is " + results.get(i) + ", the entry was " + (bad.contains(i) ? "bad" : "good"));
        }
        stage.awaitCount("lost", Kind.OK, batch.size() - bad.size());
        stage.quiet();
        Set<String> confirmed = results.stream()
                .filter(PublishResult::isConfirmed)
                .map(PublishResult::messageId)
                .collect(Collectors.toSet());
        Set<String> delivered = stage.history().events().stream()
                .filter(event -> event.kind() == Kind.START)
                .map(event -> event.messageId())
                .collect(Collectors.toSet());
        stage.checkEqual(confirmed, delivered, "set", "the delivered messages");
    }

    private void oversize(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP).handle();
        int limit = stage.harness().capabilities().maxMessageBytes();
        MessagingException error = stage.refused(
                ErrorCode.TOO_LARGE, "code", () -> program.publish(topic, Message.of(new byte[limit + 1])));
        stage.check(!error.code().isRetryable(), "permanent", "an oversize message is said to be worth a retry");
        program.publish(topic, Message.of(new byte[] {1}));
        stage.refused(ErrorCode.TOO_LARGE, "again", () -> program.publish(topic, Message.of(new byte[limit * 2])));
        program.publish(topic, Message.of(new byte[] {2}));
        stage.awaitCount("usable", Kind.OK, 2);
        stage.quiet();
        stage.checkEqual(2, stage.count(Kind.START), "count", "deliveries");
    }

    private void manyThreads(Stage stage) throws Exception {
        stage.claims().atLeast(Kind.CONFIRMED, 5_000);
        int threads = 50;
        int each = 100;
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        Program.MemberBuilder member = program.consume(topic, GROUP).concurrency(8);
        if (stage.harness().capabilities().ordersPerKey()) {
            member.perKey();
        }
        member.handle();
        CountDownLatch go = new CountDownLatch(1);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            String key = "thread-" + t;
            CompletableFuture<Void> done = new CompletableFuture<>();
            all.add(done);
            Thread thread = new Thread(() -> {
                try {
                    go.await();
                    for (Message<byte[]> message : Program.numbered(each, key)) {
                        program.publish(topic, message);
                    }
                    done.complete(null);
                } catch (Throwable e) {
                    done.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        go.countDown();
        for (CompletableFuture<Void> done : all) {
            done.get(stage.timings().patience().toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
        }
        stage.checkEqual(threads * each, stage.count(Kind.CONFIRMED), "confirmed", "confirms");
        stage.awaitCount("lost", Kind.OK, threads * each);
        stage.quiet();
        stage.checkEqual(threads * each, stage.count(Kind.START), "count", "deliveries");
    }

    private void closeWhilePublishing(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program consuming = stage.program();
        consuming.consume(topic, GROUP).concurrency(4).handle();
        Program publishing = stage.program();
        List<CompletableFuture<Void>> open = new ArrayList<>();
        CountDownLatch some = new CountDownLatch(200);
        Thread publisher = new Thread(() -> {
            for (int i = 0; i < 20_000; i++) {
                CompletableFuture<Void> answer = publishing
                        .publishAsync(topic, Message.of(new byte[] {1}))
                        .toCompletableFuture();
                synchronized (open) {
                    open.add(answer);
                }
                some.countDown();
                if (answer.isCompletedExceptionally()) {
                    return;
                }
            }
        });
        publisher.setDaemon(true);
        publisher.start();
        some.await();
        publishing.close();
        publisher.join(stage.timings().patience().toMillis());
        stage.check(!publisher.isAlive(), "stuck", "a publish hangs after close");
        List<CompletableFuture<Void>> answers;
        synchronized (open) {
            answers = List.copyOf(open);
        }
        stage.await("futures", "every future to end", () -> answers.stream().allMatch(CompletableFuture::isDone));
        stage.refused(ErrorCode.CLOSED, "closed", () -> publishing.publish(topic, Message.of(new byte[] {2})));
        publishing.close();
        long confirmed = stage.count(Kind.CONFIRMED);
        stage.check(confirmed >= 100, "vacuous", "only " + confirmed + " messages were confirmed before the close");
        stage.await("lost", confirmed + " messages to be handled", () -> stage.count(Kind.OK) >= confirmed);
        Duration quiet = stage.timings().quiet();
        stage.history().awaitQuiet(quiet, quiet.plusSeconds(10));
        stage.check(
                stage.count(Kind.OK) <= confirmed + stage.count(Kind.UNKNOWN),
                "extra",
                "more messages were handled than confirmed or unknown");
    }
}
