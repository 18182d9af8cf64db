package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** K. Concurrency and backpressure. */
final class ConcurrencyScenarios implements Section {
    private static final String GROUP = "group";

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of(
                "K01", this::concurrency,
                "K02", this::boundedPrefetch,
                "K03", this::pauseAndResume,
                "K05", this::publishFromHandler);
    }

    private void concurrency(Stage stage) throws Exception {
        for (int limit : new int[] {1, 4, 32}) {
            Gauge gauge = new Gauge();
            Topic<byte[]> topic = stage.topic();
            Program program = stage.program();
            Consumer consumer = program.consume(topic, GROUP)
                    .with(builder -> builder.concurrency(limit).prefetch(64))
                    .handle(delivery -> gauge.pass());
            program.publishAll(topic, Program.numbered(3 * limit + 80, null));
            stage.await("reached", limit + " handlers at once", () -> gauge.open.get() == limit);
            stage.listen();
            stage.checkEqual(limit, gauge.most.get(), "exceeded", "handlers at once");
            gauge.mayPass.release(limit + 10);
            stage.await("reached", "the next ones", () -> gauge.passed.get() == limit + 10);
            stage.checkEqual(limit, gauge.most.get(), "exceeded", "handlers at once");
            // Whoever is between two messages now would start one more under the old limit.
            stage.await("reached", limit + " handlers at once again", () -> gauge.open.get() == limit);
            int changed = limit == 1 ? 3 : limit / 2;
            consumer.concurrency(changed);
            // Those above a lower limit have to end before it holds.
            gauge.mayPass.release(limit);
            stage.await("changed", "the new limit", () -> gauge.open.get() == changed);
            gauge.most.set(0);
            gauge.mayPass.release(20);
            stage.await("changed", "more under the new limit", () -> gauge.passed.get() >= 2 * limit + 30);
            stage.await("changed", changed + " handlers at once", () -> gauge.open.get() == changed);
            stage.checkEqual(changed, gauge.most.get(), "changed", "handlers at once after the change");
            gauge.mayPass.release(10_000);
        }
        stage.await("lost", "all to be handled", () -> stage.count(Kind.OK) == 3 * 37 + 3 * 80);
        stage.quiet();
    }

    private static List<String> handled(Stage stage) {
        return stage.history().events().stream()
                .filter(event -> event.kind() == Kind.OK)
                .map(Event::messageId)
                .toList();
    }

    private void boundedPrefetch(Stage stage) throws Exception {
        int messages = 1_600;
        int prefetch = 8;
        Topic<byte[]> topic = stage.topic();
        Address.Inbox inbox = new Address.Inbox(topic.name(), GROUP);
        // What moves away from under a handler, because the late one joins, may or may not count as an attempt.
        stage.claims().attemptsNotJudged(topic.name() + " → " + GROUP);
        Semaphore tokens = new Semaphore(0, true);
        Program.MemberBuilder first =
                stage.program().consume(topic, GROUP).concurrency(2).with(builder -> builder.prefetch(prefetch));
        first.handle(delivery -> tokens.acquire());
        Program publishing = stage.program();
        List<Message<byte[]>> sent = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            sent.add(Message.of(new byte[] {(byte) i}).withKey("k" + i));
        }
        publishing.publishAll(topic, sent);
        stage.awaitCount("start", Kind.START, 2);
        stage.listen();
        long onLoan = stage.witness().unsettled(inbox);
        stage.check(onLoan <= prefetch, "unbounded", "wanted at most " + prefetch + " on loan, found " + onLoan);
        Program.MemberBuilder second =
                stage.program().consume(topic, GROUP).concurrency(2).with(builder -> builder.prefetch(prefetch));
        second.handle(delivery -> tokens.acquire());
        stage.await(
                "joined",
                "the late one to have something",
                () -> stage.history()
                                .count(event -> event.kind() == Kind.START
                                        && event.member().equals(second.member()))
                        > 0);
        // A few at a time, and first come first served: what is shared is the work, not the luck of the scheduler.
        AtomicInteger twice = new AtomicInteger();
        for (int released = 0; released < messages; released += 8) {
            int wanted = released + 8;
            tokens.release(8);
            stage.await("lost", wanted + " messages to be handled", () -> {
                List<String> handled = handled(stage);
                // What moved to the late one while a handler had it is handled by both, and takes a token from another.
                int different = new HashSet<>(handled).size();
                int more = handled.size() - different;
                tokens.release(more - twice.getAndSet(more));
                return different >= wanted;
            });
        }
        stage.quiet();
        int late = stage.history()
                .count(event -> event.kind() == Kind.OK && event.member().equals(second.member()));
        stage.check(late >= messages / 4, "hoarded", "the late one got only " + late + " of " + messages);
    }

    private void pauseAndResume(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        Consumer consumer = program.consume(topic, GROUP).concurrency(4).handle();
        Program publishing = stage.program();
        publishing.publishAll(topic, Program.numbered(200, null));
        stage.awaitCount("before", Kind.OK, 50);
        for (int round = 1; round <= 3; round++) {
            consumer.pause();
            int running = stage.count(Kind.START);
            // One that passed the gate just before it closed may be about to write down its start.
            publishing.publishAll(topic, Program.numbered(200, null));
            stage.listen();
            stage.listen();
            int started = stage.count(Kind.START);
            stage.check(started <= running + 4, "paused", (started - running) + " handlers started during the pause");
            stage.checkEqual(Consumer.State.PAUSED, consumer.state(), "state", "the state");
            int soFar = 200 * (round + 1);
            consumer.resume();
            stage.await("resumed", "all to be handled", () -> stage.count(Kind.OK) == soFar);
        }
        stage.quiet();
        stage.checkEqual(800, stage.count(Kind.START), "count", "deliveries");
    }

    private void publishFromHandler(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Topic<byte[]> answers = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP)
                .concurrency(1)
                .handle(delivery -> program.publish(answers, Message.of(delivery.body())));
        program.consume(answers, GROUP).concurrency(1).handle();
        program.publishAll(topic, Program.numbered(100, null));
        stage.awaitCount("deadlock", Kind.OK, 200);
        Topic<byte[]> stuck = stage.topic();
        CountDownLatch mayEnd = new CountDownLatch(1);
        Duration longest = stage.timings().lease().multipliedBy(2);
        program.consume(stuck, GROUP)
                .concurrency(2)
                .with(builder -> builder.maxHandlerTime(longest))
                .handle(delivery -> {
                    if (delivery.body()[0] == 0 && delivery.attempt() == 1) {
                        mayEnd.await();
                    }
                });
        program.publish(stuck, Message.of(new byte[] {0}));
        stage.await(
                "stuck",
                "the handler that never returns",
                () -> stage.history()
                                .count(event -> event.kind() == Kind.START
                                        && event.topic().equals(stuck.name()))
                        == 1);
        for (int i = 0; i < 20; i++) {
            program.publish(stuck, Message.of(new byte[] {1}));
        }
        stage.await(
                "slot",
                "the others to be handled beside it",
                () -> stage.history()
                                .count(event ->
                                        event.kind() == Kind.OK && event.topic().equals(stuck.name()))
                        >= 20);
        stage.await(
                "signal",
                "a word about the stalled handler",
                () -> stage.observed().stream().anyMatch(event -> event instanceof MessagingEvent.HandlerStalled),
                longest.plusSeconds(10));
        mayEnd.countDown();
        stage.quiet();
    }

    /** Counts who is inside, and lets nobody out without a permit. */
    private static final class Gauge {
        final AtomicInteger open = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final AtomicInteger passed = new AtomicInteger();
        final Semaphore mayPass = new Semaphore(0);

        void pass() throws InterruptedException {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            mayPass.acquire();
            open.decrementAndGet();
            passed.incrementAndGet();
        }
    }
}
