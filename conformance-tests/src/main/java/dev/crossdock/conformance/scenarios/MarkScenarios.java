package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.once.FatalStore;
import dev.crossdock.conformance.once.FatalStore.Moment;
import dev.crossdock.conformance.once.PlainStore;
import dev.crossdock.conformance.process.Worker;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** H. Idempotent consumers whose process dies around the mark that a message is done. */
final class MarkScenarios implements Section {
    private static final String GROUP = "group";
    private static final int MESSAGES = 20;
    private static final int MARKS_BEFORE = 5;
    private static final Duration CLAIM_LEASE = Duration.ofSeconds(2);

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("H03", this::processesDie);
    }

    private void processesDie(Stage stage) throws Exception {
        stage.claims().atLeast(Kind.CRASHED, 2);
        afterTheMark(stage);
        beforeTheMark(stage);
        stage.checkEqual(0, stage.count(Kind.DEAD_LETTERED), "dead", "dead letters");
    }

    // Nothing tells the broker that it was handled, and the mark tells the next consumer.
    private void afterTheMark(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        stage.claims().idempotent(topic.name() + " → " + GROUP);
        FatalStore store = new FatalStore(new PlainStore(), Moment.AFTER_THE_MARK);
        Worker victim = killedAtItsMark(stage, topic, store);
        Worker survivor = worker(stage, topic, store);
        stage.await(
                "absorbed",
                "the message of the one that was killed to be settled as a duplicate",
                () -> of(stage, Kind.DUPLICATE, store.key()).size() == 1);
        awaitAllSettled(stage, topic);
        stage.checkEqual(
                List.of(victim.member()), members(of(stage, Kind.START, store.key())), "again", "who handled it");
        stage.checkEqual(MESSAGES, effects(stage, topic), "effects", "effects");
        // Whoever has them all shows that the survivor was there for the others.
        stage.check(
                stage.history()
                                .count(event -> event.kind() == Kind.OK
                                        && event.member().equals(survivor.member()))
                        > 0,
                "vacuous",
                "the survivor handled nothing");
    }

    // What is declared: a second effect of what was in hand, and of nothing else. One transaction would spare it.
    private void beforeTheMark(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        FatalStore store = new FatalStore(new PlainStore(), Moment.BEFORE_THE_MARK);
        Worker victim = killedAtItsMark(stage, topic, store);
        Worker survivor = worker(stage, topic, store);
        stage.await(
                "lost",
                "the message of the one that was killed to be handled once more",
                () -> of(stage, Kind.OK, store.key()).size() == 2);
        awaitAllSettled(stage, topic);
        List<Event> starts = of(stage, Kind.START, store.key());
        stage.checkEqual(List.of(victim.member(), survivor.member()), members(starts), "again", "who handled it");
        stage.check(starts.get(1).attempt() >= 2, "attempt", "the second delivery says attempt 1");
        stage.checkEqual(2, of(stage, Kind.EFFECT, store.key()).size(), "effects", "effects of it");
        stage.checkEqual(MESSAGES + 1, effects(stage, topic), "effects", "effects of all");
    }

    private static Worker killedAtItsMark(Stage stage, Topic<byte[]> topic, FatalStore store) throws Exception {
        Worker victim = worker(stage, topic, store);
        store.arm(MARKS_BEFORE, victim::kill);
        Program publishing = stage.program();
        List<Message<byte[]>> sent = Program.numbered(MESSAGES, null);
        publishing.publishAll(topic, sent);
        stage.await("killed", "a process to be killed at its mark", () -> !victim.isAlive());
        stage.checkEqual(1, of(stage, Kind.EFFECT, store.key()).size(), "effects", "effects before it died");
        return victim;
    }

    private static void awaitAllSettled(Stage stage, Topic<byte[]> topic) throws Exception {
        stage.await("lost", "all to be handled", () -> effects(stage, topic) >= MESSAGES);
        stage.await(
                "left", "all to be settled", () -> stage.witness().depth(new Address.Inbox(topic.name(), GROUP)) == 0);
        stage.quiet();
    }

    // One handler and nothing behind it, so that nobody dies with another message, whose effect may have no mark.
    private static Worker worker(Stage stage, Topic<byte[]> topic, FatalStore store) throws Exception {
        return stage.worker(topic, GROUP)
                .idempotent(stage.lend(store), CLAIM_LEASE)
                .prefetch(1)
                .maxAttempts(10)
                .start();
    }

    private static List<Event> of(Stage stage, Kind kind, String messageId) {
        return stage.history().events().stream()
                .filter(event -> event.kind() == kind && event.messageId().equals(messageId))
                .toList();
    }

    private static List<String> members(List<Event> events) {
        return events.stream().map(Event::member).toList();
    }

    private static int effects(Stage stage, Topic<byte[]> topic) {
        return stage.history()
                .count(event -> event.kind() == Kind.EFFECT && event.topic().equals(topic.name()));
    }
}
