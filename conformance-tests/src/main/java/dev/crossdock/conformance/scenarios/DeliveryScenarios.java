package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Outcome;
import dev.crossdock.messaging.PublishResult;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** B. Delivery and settlement. */
final class DeliveryScenarios implements Section {
    private static final String GROUP = "group";
    private static final RetryPolicy SOON = RetryPolicy.fixed(Duration.ofMillis(20));

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of(
                "B01", this::quietRun,
                "B02", this::consumerLeaves,
                "B03", this::handlerFailsOnce,
                "B04", this::settleAfterTheHandler,
                "B05", this::lateSettlement,
                "B06", this::asynchronousHandler,
                "B07", this::handlerThrowsAnything,
                "B08", this::readyBarrier);
    }

    private void quietRun(Stage stage) throws Exception {
        stage.claims().atLeast(Kind.START, 1_000);
        int messages = 1_000;
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP).concurrency(4).handle();
        List<PublishResult> results = program.publishAll(topic, Program.numbered(messages, null));
        stage.check(
                results.stream().allMatch(PublishResult::isConfirmed), "confirm", "not every publish was confirmed");
        stage.awaitCount("lost", Kind.OK, messages);
        stage.quiet();
        stage.checkEqual(messages, stage.count(Kind.START), "duplicate", "deliveries");
        awaitEmpty(stage, topic);
    }

    private void consumerLeaves(Stage stage) throws Exception {
        stage.claims().redelivers();
        int messages = 4;
        Topic<byte[]> topic = stage.topic();
        Program first = stage.program();
        CountDownLatch never = new CountDownLatch(1);
        Consumer leaving = first.consume(topic, GROUP).concurrency(messages).handle(delivery -> never.await());
        first.publishAll(topic, Program.numbered(messages, null));
        stage.awaitCount("start", Kind.START, messages);
        Program second = stage.program();
        second.consume(topic, GROUP).concurrency(messages).handle();
        stage.check(!leaving.close(Duration.ofMillis(50)), "drained", "close says that blocked handlers have ended");
        stage.awaitCount("lost", Kind.OK, messages);
        stage.quiet();
        stage.checkEqual(2 * messages, stage.count(Kind.START), "count", "deliveries to both members");
        awaitEmpty(stage, topic);
    }

    private void handlerFailsOnce(Stage stage) throws Exception {
        stage.claims().redelivers();
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP).with(builder -> builder.retry(SOON)).handle(delivery -> {
            if (delivery.attempt() == 1) {
                throw new IllegalStateException("the first attempt fails");
            }
        });
        program.publish(topic, Message.of(new byte[] {1}));
        stage.awaitCount("again", Kind.OK, 1);
        stage.quiet();
        stage.checkEqual(List.of(1, 2), Begun.attempts(stage), "attempts", "attempts");
    }

    private void settleAfterTheHandler(Stage stage) throws Exception {
        int handlers = 8;
        Topic<byte[]> topic = stage.topic();
        Address.Inbox inbox = new Address.Inbox(topic.name(), GROUP);
        Program program = stage.program();
        CountDownLatch mayEnd = new CountDownLatch(1);
        program.consume(topic, GROUP).concurrency(handlers).handle(delivery -> mayEnd.await());
        program.publishAll(topic, Program.numbered(handlers, null));
        stage.awaitCount("start", Kind.START, handlers);
        stage.listen();
        stage.checkEqual((long) handlers, stage.witness().unsettled(inbox), "early", "unsettled messages");
        stage.checkEqual(handlers, stage.count(Kind.START), "renewed", "deliveries while all are kept on loan");
        mayEnd.countDown();
        stage.awaitCount("end", Kind.OK, handlers);
        awaitEmpty(stage, topic);
    }

    private void lateSettlement(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicBoolean firstIsIn = new AtomicBoolean();
        program.consume(topic, GROUP)
                .concurrency(2)
                .with(builder -> builder.maxHandlerTime(stage.timings().lease()))
                .handle(delivery -> {
                    if (firstIsIn.compareAndSet(false, true)) {
                        mayEnd.await();
                    }
                });
        program.publish(topic, Message.of(new byte[] {1}));
        stage.awaitCount("start", Kind.START, 1);
        // Where leases end, somebody else gets it while the first still has it; elsewhere the first keeps it.
        stage.history()
                .await(
                        () -> stage.count(Kind.LEASE_LOST) > 0,
                        stage.timings().lease().multipliedBy(6));
        boolean lost = stage.count(Kind.LEASE_LOST) > 0;
        if (lost) {
            stage.awaitCount("redelivered", Kind.OK, 1);
        }
        mayEnd.countDown();
        stage.awaitCount("end", Kind.OK, lost ? 2 : 1);
        program.publish(topic, Message.of(new byte[] {2}));
        stage.awaitCount("alive", Kind.OK, lost ? 3 : 2);
        stage.quiet();
        stage.checkEqual(lost ? 3 : 2, stage.count(Kind.START), "count", "deliveries");
        awaitEmpty(stage, topic);
    }

    private void asynchronousHandler(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Address.Inbox inbox = new Address.Inbox(topic.name(), GROUP);
        Program program = stage.program();
        CompletableFuture<Outcome> first = new CompletableFuture<>();
        CompletableFuture<Outcome> second = new CompletableFuture<>();
        program.consume(topic, GROUP)
                .concurrency(2)
                .with(builder -> builder.retry(SOON))
                .handleAsync(delivery -> delivery.attempt() == 1 ? first : second);
        program.publish(topic, Message.of(new byte[] {1}));
        stage.awaitCount("start", Kind.START, 1);
        stage.listen();
        stage.checkEqual(1L, stage.witness().unsettled(inbox), "early", "unsettled messages while the stage is open");
        first.completeExceptionally(new IllegalStateException("it failed later"));
        stage.awaitCount("retry", Kind.START, 2);
        stage.listen();
        stage.checkEqual(1L, stage.witness().depth(inbox), "early", "messages while the second stage is open");
        second.complete(Outcome.accept());
        stage.awaitCount("end", Kind.OK, 1);
        awaitEmpty(stage, topic);
        stage.checkEqual(List.of(1, 2), Begun.attempts(stage), "attempts", "attempts");
    }

    private void handlerThrowsAnything(Stage stage) throws Exception {
        stage.claims().redelivers();
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        AtomicInteger leaked = new AtomicInteger();
        program.consume(topic, GROUP).with(builder -> builder.retry(SOON)).handle(delivery -> {
            if (Thread.currentThread().isInterrupted()) {
                leaked.incrementAndGet();
            }
            if (delivery.attempt() == 1) {
                switch (delivery.body()[0]) {
                    case 0 -> throw new Error("an Error");
                    case 1 -> throw new StackOverflowError("a StackOverflowError");
                    case 2 -> throw new InterruptedException("an InterruptedException");
                    case 3 -> {
                        Thread.currentThread().interrupt();
                        throw new IllegalStateException("it interrupted itself");
                    }
                    default -> throw new AssertionError("an AssertionError");
                }
            }
        });
        int messages = 5;
        for (int i = 0; i < messages; i++) {
            program.publish(topic, Message.of(new byte[] {(byte) i}));
        }
        stage.awaitCount("alive", Kind.OK, messages);
        stage.quiet();
        stage.checkEqual(2 * messages, stage.count(Kind.START), "count", "deliveries");
        stage.checkEqual(0, leaked.get(), "interrupt", "handlers that found an interrupt of somebody else");
        awaitEmpty(stage, topic);
    }

    private void readyBarrier(Stage stage) throws Exception {
        Program program = stage.program();
        for (int round = 0; round < 20; round++) {
            Topic<byte[]> topic = stage.topic();
            program.publish(topic, Message.of(new byte[] {0}));
            program.consume(topic, GROUP).handle();
            Message<byte[]> after = Message.of(new byte[] {1});
            program.publish(topic, after);
            stage.await(
                    "lost",
                    "what was published right after the start",
                    () -> stage.history()
                                    .count(event -> event.kind() == Kind.OK
                                            && event.messageId().equals(after.id()))
                            == 1);
            // What came before the group existed is not the group's: it reaches no end there, and that is as declared.
            stage.claims().unfinished(topic.name() + " → " + GROUP);
        }
        stage.quiet();
        stage.checkEqual(20, stage.count(Kind.START), "earlier", "deliveries, none of what came before the group");
    }

    private static void awaitEmpty(Stage stage, Topic<byte[]> topic) throws InterruptedException {
        Address.Inbox inbox = new Address.Inbox(topic.name(), GROUP);
        stage.await(
                "settled",
                "the broker to hold nothing of the group",
                () -> stage.witness().depth(inbox) == 0);
    }
}
