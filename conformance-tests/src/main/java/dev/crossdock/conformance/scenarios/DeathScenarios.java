package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Capability;
import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.Support;
import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.process.Act;
import dev.crossdock.conformance.process.Worker;
import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.DeadLetterReason;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** N. Consumers whose process dies. */
final class DeathScenarios implements Section {
    private static final String GROUP = "group";
    private static final int HANDLERS = 8;
    private static final int KEYS = 100;
    // More than come by before a consumer takes several in hand again, wherever among them the poison comes.
    private static final int NEIGHBOURS = 30;

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("N09", this::processesDie);
    }

    private void processesDie(Stage stage) throws Exception {
        stage.claims().redelivers();
        boolean ordered = stage.manifest().of(Capability.ORDER) != Support.NO;
        stage.claims().atLeast(Kind.CRASHED, ordered ? 10 : 7);
        killedWithHandlersRunning(stage);
        killedUnderLoad(stage, Ordering.UNORDERED);
        if (ordered) {
            killedUnderLoad(stage, Ordering.PER_KEY);
        }
        killedByItsMessage(stage);
    }

    private void killedWithHandlersRunning(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Address.Inbox inbox = new Address.Inbox(topic.name(), GROUP);
        Worker victim = worker(stage, topic, Ordering.UNORDERED);
        Worker survivor = worker(stage, topic, Ordering.UNORDERED);
        Program publishing = stage.program();
        publishing.publishAll(topic, keyed(40));
        stage.awaitCount("lost", Kind.OK, 40);
        stage.await(
                "settled",
                "what was handled to be settled",
                () -> stage.witness().depth(inbox) == 0);
        victim.act(Act.HANG);
        survivor.act(Act.HANG);
        publishing.publishAll(topic, keyed(60));
        stage.await(
                "busy",
                HANDLERS + " handlers of each to run",
                () -> running(stage, victim).size() == HANDLERS
                        && running(stage, survivor).size() == HANDLERS);
        Set<String> underWay = running(stage, victim);
        victim.kill();
        survivor.act(Act.ACCEPT);
        stage.awaitCount("lost", Kind.OK, 100);
        stage.quiet();
        List<Event> starts = stage.history().events().stream()
                .filter(event -> event.kind() == Kind.START)
                .toList();
        for (String id : underWay) {
            List<Event> own = starts.stream()
                    .filter(event -> event.messageId().equals(id))
                    .toList();
            stage.checkEqual(
                    List.of(victim.member(), survivor.member()),
                    own.stream().map(Event::member).toList(),
                    "again",
                    "who was given a message whose handler was killed");
            int attempt = own.get(1).attempt();
            stage.check(attempt >= 2, "attempt", "the delivery after the one that was killed says attempt " + attempt);
        }
        stage.checkEqual(
                100 + HANDLERS, starts.size(), "others", "deliveries, of which only those that were killed twice,");
        stage.checkEqual(0, stage.count(Kind.DEAD_LETTERED), "dead", "dead letters");
        stage.await("left", "nothing to be left", () -> stage.witness().depth(inbox) == 0);
    }

    // What each had handled may come again or not, and the history tells whether that is explained; nothing may be
    // lost.
    private void killedUnderLoad(Stage stage, Ordering ordering) throws Exception {
        int messages = 3_000;
        Topic<byte[]> topic = stage.topic();
        // What moves away from under a handler, because the next one joins, may or may not count as an attempt.
        stage.claims().attemptsNotJudged(topic.name() + " → " + GROUP);
        Worker victim = worker(stage, topic, ordering);
        Worker standing = worker(stage, topic, ordering);
        Program publishing = stage.program();
        List<Message<byte[]>> sent = keyed(messages);
        for (int kills = 1; kills <= 3; kills++) {
            publishing.publishAll(topic, sent.subList((kills - 1) * messages / 3, kills * messages / 3));
            Worker current = victim;
            String member = current.member();
            stage.await(
                    "busy",
                    "the member to handle some of them",
                    () -> stage.history()
                                    .count(event -> event.kind() == Kind.OK
                                            && event.member().equals(member))
                            >= 50);
            current.kill();
            victim = standing;
            standing = worker(stage, topic, ordering);
        }
        Set<String> ids = new HashSet<>();
        sent.forEach(message -> ids.add(message.id()));
        stage.await("lost", "all " + messages + " to be handled", () -> {
            Set<String> handled = new HashSet<>();
            stage.history().events().forEach(event -> {
                if (event.kind() == Kind.OK && ids.contains(event.messageId())) {
                    handled.add(event.messageId());
                }
            });
            return handled.size() == messages;
        });
        stage.quiet();
        stage.checkEqual(0, stage.count(Kind.DEAD_LETTERED), "dead", "dead letters");
    }

    private void killedByItsMessage(Stage stage) throws Exception {
        int allowed = 3;
        // Elsewhere what is fetched behind the poison counts with it.
        int prefetch = stage.harness().tellsLossesApart() ? 2 * NEIGHBOURS : 1;
        Topic<byte[]> topic = stage.topic();
        Message<byte[]> poison = Message.of(new byte[] {0}).withKey("same");
        List<Message<byte[]>> neighbours = keyed(NEIGHBOURS);
        Message<byte[]> good = Message.of(new byte[] {1}).withKey("same");
        Program program = stage.program();
        Worker worker = poisoned(stage, topic, poison, prefetch, allowed);
        program.publish(topic, poison);
        program.publishAll(topic, neighbours);
        program.publish(topic, good);
        for (int died = 0; count(stage, Kind.DEAD_LETTERED, poison) == 0; ) {
            Worker current = worker;
            stage.await(
                    "stuck",
                    "the poison to kill its process or to become a dead letter",
                    () -> !current.isAlive() || count(stage, Kind.DEAD_LETTERED, poison) == 1);
            if (!current.isAlive()) {
                died++;
                stage.check(died <= allowed, "immortal", died + " processes have died of it, allowed are " + allowed);
                worker = poisoned(stage, topic, poison, prefetch, allowed);
            }
        }
        stage.await("good", "the message behind it to be handled", () -> count(stage, Kind.OK, good) >= 1);
        stage.await(
                "neighbours",
                "its neighbours to be handled",
                () -> neighbours.stream().allMatch(each -> count(stage, Kind.OK, each) >= 1));
        stage.quiet();
        stage.checkEqual(allowed, count(stage, Kind.START, poison), "max", "processes that died of it");
        DeadLetter letter = program.deadLetters(topic, GROUP).find(poison.id()).orElseThrow();
        stage.checkEqual(DeadLetterReason.RETRIES_EXHAUSTED, letter.reason(), "reason", "the reason");
        stage.checkEqual(allowed, letter.attempts(), "noted", "attempts in the dead letter");
        stage.checkEqual(1L, program.deadLetters(topic, GROUP).count(), "alone", "dead letters");
    }

    private static Worker worker(Stage stage, Topic<byte[]> topic, Ordering ordering) throws Exception {
        // Attempts enough, so that what is fetched by who dies and counts does not matter.
        return stage.worker(topic, GROUP)
                .ordering(ordering)
                .concurrency(HANDLERS)
                .prefetch(2 * HANDLERS)
                .maxAttempts(10)
                .start();
    }

    private static Worker poisoned(Stage stage, Topic<byte[]> topic, Message<byte[]> poison, int prefetch, int allowed)
            throws Exception {
        return stage.worker(topic, GROUP)
                .prefetch(prefetch)
                .maxAttempts(allowed)
                .acting(arrival -> arrival.messageId().equals(poison.id()) ? Act.DIE : Act.ACCEPT)
                .start();
    }

    private static List<Message<byte[]>> keyed(int count) {
        List<Message<byte[]>> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(Message.of(new byte[] {(byte) i}).withKey("key " + i % KEYS));
        }
        return messages;
    }

    private static Set<String> running(Stage stage, Worker worker) {
        Set<String> open = new HashSet<>();
        for (Event event : stage.history().events()) {
            if (event.member().equals(worker.member())) {
                if (event.kind() == Kind.START) {
                    open.add(event.messageId());
                } else {
                    open.remove(event.messageId());
                }
            }
        }
        return open;
    }

    private static int count(Stage stage, Kind kind, Message<byte[]> message) {
        return stage.history()
                .count(event -> event.kind() == kind && event.messageId().equals(message.id()));
    }
}
