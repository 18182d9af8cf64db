package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.process.RedriveProcess;
import dev.crossdock.conformance.process.RedriveProcess.Death;
import dev.crossdock.messaging.DeadLetters;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** G. Redrives whose process dies. */
final class RedriveDeathScenarios implements Section {
    private static final String GROUP = "billing";
    private static final double UNLIMITED = Double.POSITIVE_INFINITY;
    private static final Death NEVER = new Death(0, 0);

    // A redrive takes so many dead letters at a time, sends all of them back, and then removes them. The broker is told
    // of
    // that a little later: a quick redrive may have removed more in vain.
    private static final int BATCH = 100;
    private static final int MESSAGES = 5 * BATCH / 2;

    // Slow enough for a broker to have been told by now of what was removed a second ago.
    private static final int PER_SECOND = 15;

    // What a process that is gone had on loan comes back when its loan ends, at the latest.
    private static final Duration LOAN = Duration.ofSeconds(30);

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("G05", this::processesDie);
    }

    private void processesDie(Stage stage) throws Exception {
        stage.claims().redelivers();
        diesBeforeTheCopies(stage);
        diesBetweenCopyAndRemoval(stage);
        killedAtItsPace(stage);
    }

    private void diesBeforeTheCopies(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        buried(stage, topic, MESSAGES);
        RedriveProcess redriver = stage.redriver(topic, GROUP, UNLIMITED, new Death(MESSAGES - BATCH / 2, 0));
        redriver.awaitEnd(stage.timings().patience());
        stage.checkEqual(MESSAGES - BATCH / 2, redriver.chosen().size(), "told", "dead letters that were chosen");
        int unused = runAgain(stage, topic, redriver, MESSAGES);
    }

    private void diesBetweenCopyAndRemoval(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        buried(stage, topic, MESSAGES);
        RedriveProcess redriver = stage.redriver(topic, GROUP, UNLIMITED, new Death(0, MESSAGES - BATCH));
        redriver.awaitEnd(stage.timings().patience());
        stage.checkEqual(MESSAGES - BATCH, redriver.redriven().size(), "told", "dead letters that have gone back");
        int unused = runAgain(stage, topic, redriver, MESSAGES);
    }

    private void killedAtItsPace(Stage stage) throws Exception {
        int messages = 6 * PER_SECOND;
        Topic<byte[]> topic = stage.topic();
        buried(stage, topic, messages);
        RedriveProcess redriver = stage.redriver(topic, GROUP, PER_SECOND, NEVER);
        stage.await(
                "half",
                "half of the dead letters to have gone back",
                () -> redriver.redriven().size() >= messages / 2);
        redriver.kill(stage.timings().patience());
        stage.check(redriver.redriven().size() < messages, "vacuous", "it was killed when it had done its work");
        int twice = runAgain(stage, topic, redriver, messages);
        stage.check(
                twice <= 2 * PER_SECOND,
                "twice",
                twice + " messages were handled twice, as if what had gone back for long were not removed");
    }

    /** Gives the number of messages that were handled twice. */
    private static int runAgain(Stage stage, Topic<byte[]> topic, RedriveProcess redriver, int messages)
            throws Exception {
        int open = redriver.chosen().size() - redriver.redriven().size();
        stage.check(
                open <= BATCH, "window", open + " dead letters were chosen and not removed, taken at once " + BATCH);
        // So that whatever comes after this is the survivor's.
        stage.await(
                "moved",
                "what was sent back to be handled",
                () -> stage.witness().depth(new Address.Inbox(topic.name(), GROUP)) == 0);
        stage.quiet();
        DeadLetters desk = stage.program().deadLetters(topic, GROUP);
        stage.await(
                "left",
                "no dead letter to be left",
                () -> desk.redriveAll() >= 0
                        && stage.witness().depth(new Address.DeadLetters(topic.name(), GROUP)) == 0,
                stage.timings().patience().plus(LOAN));
        stage.await(
                "lost",
                "all " + messages + " to be handled",
                () -> handled(stage, topic).size() == messages);
        stage.quiet();
        Set<String> twice = new HashSet<>();
        handled(stage, topic).forEach((id, times) -> {
            stage.check(times <= 2, "again", id + " was handled " + times + " times");
            if (times == 2) {
                twice.add(id);
            }
        });
        stage.check(
                redriver.chosen().containsAll(twice),
                "twice",
                "a message was handled twice that nobody had sent before");
        stage.checkEqual(0L, desk.count(), "left", "dead letters");
        return twice.size();
    }

    private static void buried(Stage stage, Topic<byte[]> topic, int messages) throws Exception {
        Program program = stage.program();
        AtomicBoolean back = new AtomicBoolean();
        program.consume(topic, GROUP)
                .concurrency(4)
                .with(builder -> builder.retry(RetryPolicy.never()))
                .handle(delivery -> {
                    if (!back.get()) {
                        throw new IllegalStateException("the bank is down");
                    }
                });
        List<Message<byte[]>> sent = Program.numbered(messages, null);
        program.publishAll(topic, sent);
        stage.await(
                "dead",
                messages + " dead letters",
                () -> stage.history().count(event -> is(event, Kind.DEAD_LETTERED, topic)) == messages);
        back.set(true);
    }

    private static Map<String, Integer> handled(Stage stage, Topic<byte[]> topic) {
        Map<String, Integer> times = new HashMap<>();
        for (Event event : stage.history().events()) {
            if (is(event, Kind.OK, topic)) {
                times.merge(event.messageId(), 1, Integer::sum);
            }
        }
        return times;
    }

    private static boolean is(Event event, Kind kind, Topic<byte[]> topic) {
        return event.kind() == kind && event.topic().equals(topic.name());
    }
}
