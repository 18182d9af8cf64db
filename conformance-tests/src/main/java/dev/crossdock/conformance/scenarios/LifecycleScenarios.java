package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** L. Lifecycle and graceful drain. */
final class LifecycleScenarios implements Section {
    private static final String GROUP = "group";

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of(
                "L01", this::closeWithWorkInFlight,
                "L02", this::deadlineExceeded,
                "L03", this::closeSemantics,
                "L04", this::startAndStop);
    }

    private void closeWithWorkInFlight(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        CountDownLatch mayEnd = new CountDownLatch(1);
        Program leaving = stage.program();
        Consumer consumer = leaving.consume(topic, GROUP)
                .concurrency(4)
                .with(builder -> builder.prefetch(32))
                .handle(delivery -> mayEnd.await());
        Program publishing = stage.program();
        publishing.publishAll(topic, Program.numbered(100, null));
        stage.awaitCount("start", Kind.START, 4);
        CompletableFuture<Boolean> closing =
                CompletableFuture.supplyAsync(() -> consumer.close(Duration.ofSeconds(20)));
        stage.await("closing", "the consumer to close", () -> consumer.state() == Consumer.State.CLOSING);
        stage.check(!closing.isDone(), "waits", "close did not wait for running handlers");
        mayEnd.countDown();
        stage.await("closed", "close to return", closing::isDone);
        stage.check(closing.get(), "drained", "close says that handlers did not end");
        int handled = stage.count(Kind.OK);
        stage.checkEqual(4, handled, "handled", "handlers that ended while it closed");
        stage.program().consume(topic, GROUP).concurrency(4).handle();
        stage.awaitCount("lost", Kind.OK, 100);
        stage.quiet();
        // What was not started was given back uncounted, what was started was settled.
        stage.checkEqual(100, stage.count(Kind.START), "redelivered", "deliveries to both");
        List<Integer> attempts = Begun.differentAttempts(stage, event -> true);
        stage.checkEqual(List.of(1), attempts, "attempts", "attempts");
    }

    private void deadlineExceeded(Stage stage) throws Exception {
        stage.claims().redelivers();
        Topic<byte[]> topic = stage.topic();
        CountDownLatch never = new CountDownLatch(1);
        Program leaving = stage.program();
        Consumer consumer = leaving.consume(topic, GROUP)
                .concurrency(2)
                .with(builder -> builder.retry(RetryPolicy.never()))
                .handle(delivery -> never.await());
        leaving.publishAll(topic, Program.numbered(2, null));
        stage.awaitCount("start", Kind.START, 2);
        long began = System.nanoTime();
        boolean drained = consumer.close(Duration.ofMillis(300));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        stage.check(!drained, "drained", "close says that blocked handlers ended by themselves");
        stage.check(took.toMillis() >= 250, "waits", "close waited only " + took.toMillis() + " ms");
        stage.check(took.toMillis() <= 1_300, "late", "close took " + took.toMillis() + " ms with a limit of 300");
        stage.await("cancelled", "the handlers to be interrupted", () -> stage.count(Kind.FAILED) == 2);
        stage.program().consume(topic, GROUP).concurrency(2).handle();
        stage.awaitCount("lost", Kind.OK, 2);
        stage.quiet();
        // The policy allows one attempt, and that the process ended was not the handler's fault.
        stage.checkEqual(0, stage.count(Kind.DEAD_LETTERED), "dead", "dead letters by the end of a process");
    }

    private void closeSemantics(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        Consumer consumer = program.consume(topic, GROUP).concurrency(4).handle();
        Program publishing = stage.program();
        publishing.publishAll(topic, Program.numbered(500, null));
        stage.awaitCount("some", Kind.OK, 20);
        List<CompletableFuture<Boolean>> closers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            closers.add(CompletableFuture.supplyAsync(() -> consumer.close(Duration.ofSeconds(10))));
        }
        for (CompletableFuture<Boolean> closer : closers) {
            stage.check(
                    closer.get(15, java.util.concurrent.TimeUnit.SECONDS), "drained", "a close says it did not drain");
        }
        int started = stage.count(Kind.START);
        stage.listen();
        stage.checkEqual(started, stage.count(Kind.START), "late", "handlers after close");
        stage.checkEqual(Consumer.State.CLOSED, consumer.state(), "state", "the state");
        consumer.close();
        consumer.pause();
        consumer.resume();
        stage.checkEqual(Consumer.State.CLOSED, consumer.state(), "again", "the state after it was closed again");
        Topic<byte[]> inside = stage.topic();
        CompletableFuture<Consumer> itself = new CompletableFuture<>();
        CountDownLatch closedFromInside = new CountDownLatch(1);
        itself.complete(program.consume(inside, GROUP).handle(delivery -> {
            itself.join().close(Duration.ofSeconds(5));
            closedFromInside.countDown();
        }));
        program.publish(inside, Message.of(new byte[] {1}));
        stage.await("inside", "close to return inside a handler", () -> closedFromInside.getCount() == 0);
        stage.await("inside", "the consumer to be closed", () -> itself.join().state() == Consumer.State.CLOSED);
        stage.await(
                "settled",
                "its message to be settled",
                () -> stage.witness().depth(new Address.Inbox(inside.name(), GROUP)) == 0);
        stage.program().consume(topic, GROUP).concurrency(4).handle();
        stage.await(
                "lost",
                "the rest to be handled by another",
                () -> stage.history()
                                .count(event ->
                                        event.kind() == Kind.OK && event.topic().equals(topic.name()))
                        == 500);
        stage.quiet();
    }

    private void startAndStop(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Address.Inbox inbox = new Address.Inbox(topic.name(), GROUP);
        Program publishing = stage.program();
        publishing.consume(topic, GROUP).handle().close();
        int handled = 0;
        for (int round = 0; round < 20; round++) {
            Program program = stage.program();
            Consumer consumer = program.consume(topic, GROUP).concurrency(2).handle();
            publishing.publishAll(topic, Program.numbered(10, null));
            handled += 10;
            int wanted = handled;
            stage.await("lost", wanted + " messages in round " + round, () -> stage.count(Kind.OK) == wanted);
            stage.checkEqual(1, stage.witness().receivers(inbox), "receivers", "consumers that the broker sees");
            if (round % 2 == 0) {
                consumer.close();
                // The same program may start another one.
                program.consume(topic, GROUP).handle().close();
            }
            program.close();
        }
        stage.quiet();
        stage.await("threads", "every thread of the topic to end", () -> threadsOf(topic) == 0);
        stage.await(
                "gone", "the broker to see no consumer", () -> stage.witness().receivers(inbox) == 0);
        stage.checkEqual(0L, stage.witness().unsettled(inbox), "loans", "messages on loan");
        stage.checkEqual(0L, stage.witness().depth(inbox), "left", "messages left");
        stage.checkEqual(200, stage.count(Kind.START), "count", "deliveries");
    }

    private static long threadsOf(Topic<byte[]> topic) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(topic.name()))
                .count();
    }
}
