package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.network.Delay;
import dev.crossdock.conformance.network.Direction;
import dev.crossdock.conformance.network.Link;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** N. What the network does between a program and its broker. D05: what becomes of the order then. */
final class LinkScenarios implements Section {
    private static final String GROUP = "group";

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of(
                "D05", OrderScenarios.orRefused(this::orderOutlivesResets),
                "N03", this::resets,
                "N04", this::blackhole,
                "N06", this::slowNetwork);
    }

    private void orderOutlivesResets(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        stage.program().consume(topic, GROUP).perKey().concurrency(4).handle();
        Program publishing = stage.program();
        ConfirmedLoad load = ConfirmedLoad.start(stage, publishing, topic, Integer.MAX_VALUE);
        for (int i = 0; i < 20; i++) {
            load.awaitMore(5);
            reset(stage);
        }
        load.awaitMore(5);
        load.stop();
        load.awaitHandled(GROUP);
        stage.quiet();
    }

    private void resets(Stage stage) throws Exception {
        int resets = stage.full() ? 50 : 20;
        Topic<byte[]> topic = stage.topic();
        Address.Inbox inbox = new Address.Inbox(topic.name(), GROUP);
        stage.program().consume(topic, GROUP).concurrency(4).handle();
        ConfirmedLoad load = ConfirmedLoad.start(stage, stage.program(), topic, Integer.MAX_VALUE);
        load.awaitMore(10);
        stage.awaitCount("begun", Kind.OK, 10);
        int connections = stage.link().connections();
        int threads = Thread.activeCount();
        for (int i = 0; i < resets; i++) {
            int handled = stage.count(Kind.OK);
            reset(stage);
            load.awaitMore(5);
            stage.await("stuck", "a message to be handled after reset " + i, () -> stage.count(Kind.OK) >= handled + 5);
        }
        load.stop();
        load.awaitHandled(GROUP);
        stage.quiet();
        stage.await(
                "connections",
                "as many connections as before, " + connections,
                () -> stage.link().connections() <= connections);
        stage.await("receivers", "one receiver", () -> stage.witness().receivers(inbox) == 1);
        // Others play meanwhile, so this is generous: one thread left behind by each reset would be found.
        stage.check(
                Thread.activeCount() < threads + resets,
                "threads",
                "there were " + threads + " threads, and there are " + Thread.activeCount());
    }

    private void blackhole(Stage stage) throws Exception {
        Duration timeout = Duration.ofSeconds(2);
        Duration away = Duration.ofSeconds(stage.full() ? 60 : 8);
        Topic<byte[]> topic = stage.topic();
        stage.program().consume(topic, GROUP).handle();
        Program publishing =
                stage.program(config -> config.with("crossdock.publish.timeout", timeout.toMillis() + "ms"));
        ConfirmedLoad.start(stage, publishing, topic, 1).awaitEnd();
        stage.awaitCount("begun", Kind.OK, 1);
        int unknown = stage.count(Kind.UNKNOWN);
        Link link = stage.link();
        stage.during("nothing is passed on", () -> {
            link.hold(Direction.TO_BROKER);
            link.hold(Direction.TO_CLIENTS);
            long passed = link.passed(Direction.TO_BROKER) + link.passed(Direction.TO_CLIENTS);
            long began = System.nanoTime();
            CompletableFuture<Void> lost =
                    publishing.publishAsync(topic, Message.of(new byte[] {1})).toCompletableFuture();
            stage.await("ends", "the publish to end", lost::isDone);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            stage.check(took.compareTo(timeout.plusSeconds(3)) < 0, "late", "a publish took " + took);
            stage.checkEqual(1, stage.count(Kind.UNKNOWN) - unknown, "unknown", "publishes of which nobody knows");
            boolean unused = stage.history().await(() -> false, away);
            long since = link.passed(Direction.TO_BROKER) + link.passed(Direction.TO_CLIENTS);
            stage.checkEqual(passed, since, "leaky", "bytes that were passed on");
            link.mend();
        });
        ConfirmedLoad load = ConfirmedLoad.start(stage, publishing, topic, 20);
        load.awaitEnd();
        load.awaitHandled(GROUP);
        // And once more, with all that was held lost.
        stage.during("nothing is passed on, and then connections break", () -> {
            link.hold(Direction.TO_BROKER);
            link.hold(Direction.TO_CLIENTS);
            boolean unused = stage.history().await(() -> false, timeout);
            link.reset();
            link.mend();
        });
        ConfirmedLoad again = ConfirmedLoad.start(stage, publishing, topic, 20);
        again.awaitEnd();
        again.awaitHandled(GROUP);
        stage.quiet();
    }

    private void slowNetwork(Stage stage) throws Exception {
        int messages = stage.full() ? 100 : 20;
        Topic<byte[]> topic = stage.topic();
        stage.program().consume(topic, GROUP).concurrency(4).handle();
        Program publishing = stage.program();
        publishing.publish(topic, Message.of(new byte[] {0}));
        stage.awaitCount("begun", Kind.OK, 1);
        Link link = stage.link();
        int broken = link.broken();
        link.slow(Delay.latency(
                Duration.ofMillis(300), Duration.ofMillis(400), stage.random().nextLong()));
        long began = System.nanoTime();
        publishing.publish(topic, Message.of(new byte[] {1}));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        stage.check(took.toMillis() >= 600, "vacuous", "it took " + took + " there and back, which is not slow");
        publishing.publishAll(topic, Program.numbered(messages, null));
        stage.awaitCount("latency", Kind.OK, messages + 2);
        link.mend();
        link.slow(Delay.bandwidth(20_000));
        for (int i = 0; i < 10; i++) {
            publishing.publish(topic, Message.of(new byte[4_000]));
        }
        stage.awaitCount("bandwidth", Kind.OK, messages + 12);
        link.mend();
        stage.quiet();
        stage.checkEqual(messages + 12, stage.count(Kind.START), "again", "deliveries");
        stage.checkEqual(0, stage.count(Kind.LEASE_LOST), "leases", "leases that were lost");
        stage.checkEqual(broken, link.broken(), "broken", "connections that the link has broken");
    }

    private static void reset(Stage stage) throws Exception {
        Link link = stage.link();
        int broken = link.broken();
        stage.during("reset", () -> {
            link.reset();
        });
        if (link.broken() == broken) {
            throw stage.undecided("there was no connection to be broken");
        }
    }
}
