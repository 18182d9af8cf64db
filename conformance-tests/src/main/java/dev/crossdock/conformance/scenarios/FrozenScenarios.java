package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** N. A broker that says nothing for a while. A07: what a publish says meanwhile. K04: what a publisher piles up. */
final class FrozenScenarios implements Section {
    private static final String GROUP = "group";

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of(
                "A07", this::publishToAFrozenBroker,
                "K04", this::publishersAreHeldBack,
                "N05", this::brokerFreezes);
    }

    private void brokerFreezes(Stage stage) throws Exception {
        Duration frozen =
                stage.full() ? Duration.ofSeconds(30) : stage.timings().lease().multipliedBy(3);
        Topic<byte[]> topic = stage.topic();
        List<String> groups = OutageScenarios.consume(stage, topic);
        ConfirmedLoad load = ConfirmedLoad.start(stage, OutageScenarios.patient(stage), topic, Integer.MAX_VALUE);
        load.awaitMore(100);
        BrokerControl control = stage.harness().control();
        stage.during("broker is frozen", () -> {
            control.pause();
            try {
                int confirmed = load.confirmed();
                boolean unused = stage.history().await(() -> false, frozen);
                // One may have been answered and not been counted yet.
                stage.check(load.confirmed() <= confirmed + 1, "thawed", "a frozen broker has confirmed something");
            } finally {
                control.resume();
            }
        });
        OutageScenarios.resumes(stage);
        load.awaitMore(100);
        load.stop();
        for (String group : groups) {
            load.awaitHandled(group);
        }
        stage.quiet();
    }

    private void publishToAFrozenBroker(Stage stage) throws Exception {
        Duration timeout = Duration.ofSeconds(2);
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program(config -> config.with("crossdock.publish.timeout", timeout.toMillis() + "ms"));
        program.consume(topic, GROUP).handle();
        ConfirmedLoad.start(stage, program, topic, 1).awaitEnd();
        stage.awaitCount("begun", Kind.OK, 1);
        int unknown = stage.count(Kind.UNKNOWN);
        BrokerControl control = stage.harness().control();
        stage.during("broker is frozen", () -> {
            control.pause();
            try {
                Duration took = InVain.publish(stage, program, topic, 20, new byte[] {1})
                        .took();
                // A second is what the contract allows, the rest is for a machine that has other things to do.
                stage.check(took.compareTo(timeout.plusSeconds(3)) < 0, "late", "the last publish ended after " + took);
                stage.checkEqual(20, stage.count(Kind.UNKNOWN) - unknown, "unknown", "publishes of which nobody knows");
            } finally {
                control.resume();
            }
        });
        ConfirmedLoad load = ConfirmedLoad.start(stage, program, topic, 20);
        load.awaitEnd();
        load.awaitHandled(GROUP);
        stage.quiet();
    }

    private void publishersAreHeldBack(Stage stage) throws Exception {
        int room = 20;
        int threads = 4;
        Duration frozen = Duration.ofSeconds(stage.full() ? 60 : 5);
        byte[] body = new byte[10_000];
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program(config ->
                config.with("crossdock.publish.max-in-flight", "" + room).with("crossdock.publish.timeout", "2s"));
        program.consume(topic, GROUP).concurrency(4).handle();
        ConfirmedLoad.start(stage, program, topic, 1).awaitEnd();
        stage.awaitCount("begun", Kind.OK, 1);
        AtomicInteger unanswered = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger published = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        BrokerControl control = stage.harness().control();
        List<Thread> publishers = new ArrayList<>();
        stage.during("broker is frozen", () -> {
            control.pause();
            try {
                for (int i = 0; i < threads; i++) {
                    Thread thread = new Thread(
                            () -> {
                                while (!stop.get()) {
                                    most.accumulateAndGet(unanswered.incrementAndGet(), Math::max);
                                    published.incrementAndGet();
                                    program.publishAsync(topic, Message.of(body))
                                            .whenComplete((nothing, failure) -> unanswered.decrementAndGet());
                                }
                            },
                            stage.id() + "-publisher-" + i);
                    thread.setDaemon(true);
                    publishers.add(thread);
                    thread.start();
                }
                boolean unused = stage.history().await(() -> false, frozen);
            } finally {
                control.resume();
            }
        });
        stop.set(true);
        for (Thread publisher : publishers) {
            publisher.join(stage.timings().patience().toMillis());
            stage.check(!publisher.isAlive(), "stuck", "a publisher is blocked though the broker answers again");
        }
        stage.check(published.get() > room, "vacuous", "only " + published.get() + " publishes were tried");
        // One more for each thread, which waits for room inside of its call; and a place is free before the program is
        // told, so each thread of the client may be about to tell of one. Without a bound there are thousands.
        stage.check(
                most.get() <= 2 * room + threads,
                "piled",
                most.get() + " publishes of " + published.get() + " were without an answer at once, allowed are "
                        + room);
        stage.await("answered", "all publishes to end", () -> unanswered.get() == 0);
        ConfirmedLoad load = ConfirmedLoad.start(stage, program, topic, 20);
        load.awaitEnd();
        load.awaitHandled(GROUP);
        stage.quiet();
    }
}
