package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.process.Act;
import dev.crossdock.conformance.process.Arrival;
import dev.crossdock.conformance.process.Worker;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** L. A new version is rolled out: processes are asked to end, one after the other, and others take their place. */
final class RollingScenarios implements Section {
    private static final String GROUP = "group";
    private static final int INSTANCES = 3;
    private static final int HANDLERS = 4;
    private static final int SOME = 20;
    // Two seconds are promised; a machine that starts and ends many processes at once is given some more.
    private static final Duration END = Duration.ofSeconds(10);

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("L06", this::rollingRestart);
    }

    private void rollingRestart(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Deque<Worker> instances = new ArrayDeque<>();
        for (int i = 0; i < INSTANCES; i++) {
            instances.add(instance(stage, topic));
        }
        Traffic traffic = Traffic.begin(stage, topic);
        for (int i = 0; i < INSTANCES; i++) {
            // What moves because of the last one that came has moved when everybody has work.
            for (Worker instance : instances) {
                awaitSomeMore(stage, instance);
            }
            Worker leaving = instances.removeFirst();
            endUnderWork(stage, leaving);
            instances.addLast(instance(stage, topic));
        }
        for (Worker instance : instances) {
            awaitSomeMore(stage, instance);
        }
        int sent = traffic.endAndAwaitHandled(List.of(GROUP));
        stage.quiet();
        int failed = stage.count(Kind.FAILED);
        int lost = stage.count(Kind.LEASE_LOST);
        stage.check(failed > 0, "vacuous", "no handler has failed");
        int deliveries = stage.count(Kind.START);
        // What is lost before it is settled comes again, unless the settlement has arrived after all.
        stage.check(
                deliveries >= sent + failed && deliveries <= sent + failed + lost,
                "again",
                "wanted deliveries of " + sent + " messages, of which " + failed + " failed and " + lost
                        + " were lost, found " + deliveries);
        List<Integer> attempts = Begun.differentAttempts(stage, event -> !hasFailed(stage, event.messageId()));
        stage.checkEqual(List.of(1), attempts, "attempts", "attempts of messages whose handler has not failed");
        stage.checkEqual(0, stage.count(Kind.ABANDONED), "drained", "handlers that were left behind");
        stage.checkEqual(0, stage.count(Kind.DEAD_LETTERED), "dead", "dead letters");
        stage.await(
                "left", "nothing to be left", () -> stage.witness().depth(new Address.Inbox(topic.name(), GROUP)) == 0);
    }

    /** Asks it to end while all its handlers run, lets them end then, and measures how long it takes from there. */
    private static void endUnderWork(Stage stage, Worker leaving) throws Exception {
        leaving.act(Act.HANG);
        stage.await("busy", "all handlers of the one that leaves to run", () -> running(stage, leaving) == HANDLERS);
        leaving.askToEnd();
        stage.await("closing", "it to close", leaving::isClosing);
        leaving.act(Act.ACCEPT);
        leaving.awaitEnd();
        Duration took = leaving.closed();
        stage.check(
                took.compareTo(END) <= 0,
                "slow",
                "close took " + took.toMillis() + " ms after the last handler had ended, allowed are "
                        + END.toMillis());
    }

    private static Worker instance(Stage stage, Topic<byte[]> topic) throws Exception {
        return stage.worker(topic, GROUP)
                // Longer than it takes to tell its handlers to end.
                .with(Map.of("crossdock.close-timeout", "20s"))
                .concurrency(HANDLERS)
                .prefetch(2 * HANDLERS)
                .acting(RollingScenarios::nowAndThen)
                .start();
    }

    private static Act nowAndThen(Arrival arrival) {
        boolean fails =
                arrival.attempt() == 1 && Math.floorMod(arrival.messageId().hashCode(), 31) == 0;
        return fails ? Act.FAIL : Act.ACCEPT;
    }

    private static void awaitSomeMore(Stage stage, Worker instance) throws Exception {
        int wanted = handled(stage, instance) + SOME;
        stage.await("idle", "each instance to handle something", () -> handled(stage, instance) >= wanted);
    }

    private static int handled(Stage stage, Worker instance) {
        return stage.history()
                .count(event -> event.kind() == Kind.OK && event.member().equals(instance.member()));
    }

    private static int running(Stage stage, Worker instance) {
        int started = stage.history()
                .count(event -> event.kind() == Kind.START && event.member().equals(instance.member()));
        int ended = stage.history()
                .count(event -> (event.kind() == Kind.OK || event.kind() == Kind.FAILED)
                        && event.member().equals(instance.member()));
        return started - ended;
    }

    private static boolean hasFailed(Stage stage, String id) {
        return stage.history()
                        .count(event ->
                                event.kind() == Kind.FAILED && event.messageId().equals(id))
                > 0;
    }
}
