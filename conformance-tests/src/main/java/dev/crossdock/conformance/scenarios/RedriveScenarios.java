package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.DeadLetters;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** G. Redrive. */
final class RedriveScenarios implements Section {
    private static final String GROUP = "billing";

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("G01", this::all, "G02", this::selected, "G03", this::peek, "G04", this::failsAgain);
    }

    private void all(Stage stage) throws Exception {
        stage.claims().redelivers();
        int messages = 25;
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        AtomicBoolean back = new AtomicBoolean();
        Graves.bankThatIsDown(program, topic, GROUP, back, 2);
        program.consume(topic, "inventory").concurrency(2).handle();
        List<Message<byte[]>> sent = Graves.poison(messages);
        program.publishAll(topic, sent);
        stage.awaitCount("dead", Kind.DEAD_LETTERED, messages);
        stage.quiet();
        int others = stage.count(Kind.START, "inventory");
        back.set(true);
        int redriven = program.deadLetters(topic, GROUP).redriveAll();
        stage.checkEqual(messages, redriven, "number", "redriven messages");
        stage.await("lost", "all to be handled", () -> stage.count(Kind.OK, GROUP) == messages);
        stage.quiet();
        stage.checkEqual(others, stage.count(Kind.START, "inventory"), "leak", "deliveries to the other group");
        stage.checkEqual(0L, Graves.count(stage, topic, GROUP), "left", "dead letters");
        // The history checker has compared body, key and headers; these are its attempts and the count.
        List<Integer> afterwards = new ArrayList<>();
        for (Event event : stage.history().events()) {
            if (event.kind() == Kind.OK && event.group().equals(GROUP)) {
                afterwards.add(event.attempt());
            }
        }
        stage.checkEqual(
                java.util.Collections.nCopies(messages, 1), afterwards, "attempt", "attempts after the redrive");
    }

    private void selected(Stage stage) throws Exception {
        int messages = 12;
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        AtomicBoolean back = new AtomicBoolean();
        Graves.bankThatIsDown(program, topic, GROUP, back, 1);
        List<Message<byte[]>> sent = Graves.poison(messages);
        for (Message<byte[]> message : sent) {
            program.publish(topic, message);
            // One after the other, so that the order of the dead letters is known.
            stage.await(
                    "dead",
                    "the dead letter of " + message.id(),
                    () -> stage.history()
                                    .count(event -> event.kind() == Kind.DEAD_LETTERED
                                            && event.messageId().equals(message.id()))
                            == 1);
        }
        back.set(true);
        DeadLetters desk = program.deadLetters(topic, GROUP);
        stage.check(desk.redrive(sent.get(5).id()), "byId", "the message id was not found");
        stage.check(desk.redrive(desk.browse(100).get(0).entryId()), "byEntry", "the entry id was not found");
        stage.check(!desk.redrive("nobody"), "nobody", "an id that is not there was found");
        int some = desk.redrive(letter -> letter.body()[0] % 4 == 3);
        stage.checkEqual(3, some, "some", "redriven by predicate");
        stage.check(desk.discard(sent.get(1).id()), "discard", "the message to discard was not found");
        stage.awaitCount("lost", Kind.OK, 5);
        stage.quiet();
        List<Integer> left =
                desk.browse(100).stream().map(letter -> (int) letter.body()[0]).toList();
        stage.checkEqual(List.of(2, 4, 6, 8, 9, 10), left, "rest", "the rest, in order,");
        stage.checkEqual(6L, desk.count(), "count", "the count");
        stage.checkEqual(0, desk.purgeOlderThan(Duration.ofHours(1)), "young", "purged though young");
        stage.checkEqual(6, desk.purgeOlderThan(Duration.ZERO), "purge", "purged");
        stage.checkEqual(0L, Graves.count(stage, topic, GROUP), "left", "dead letters");
    }

    private void peek(Stage stage) throws Exception {
        int messages = 8;
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        Graves.bankThatIsDown(program, topic, GROUP, new AtomicBoolean(), 1);
        program.publishAll(topic, Graves.poison(messages));
        stage.awaitCount("dead", Kind.DEAD_LETTERED, messages);
        DeadLetters desk = program.deadLetters(topic, GROUP);
        List<DeadLetter> first = desk.browse(100);
        stage.checkEqual(messages, first.size(), "all", "dead letters");
        for (int look = 0; look < 3; look++) {
            List<DeadLetter> again = desk.browse(100);
            stage.checkEqual(entries(first), entries(again), "order", "the entries");
            stage.checkEqual(
                    first.stream().map(DeadLetter::attempts).toList(),
                    again.stream().map(DeadLetter::attempts).toList(),
                    "attempts",
                    "the attempts");
            stage.checkEqual((long) messages, desk.count(), "count", "the count");
        }
        stage.checkEqual(3, desk.browse(3).size(), "limit", "entries with a limit");
        stage.check(desk.find(first.get(4).entryId()).isPresent(), "find", "an entry was not found");
        List<DeadLetter> elsewhere = stage.program().deadLetters(topic, GROUP).browse(100);
        stage.checkEqual(entries(first), entries(elsewhere), "visible", "the entries that another program sees");
        // A request that was under way may bring once more what was given back, and gives it back in its turn: that is
        // a
        // moment, and not the length of a loan.
        stage.await(
                "loan",
                "no entry to be on loan",
                () -> stage.witness().unsettled(new Address.DeadLetters(topic.name(), GROUP)) == 0,
                Duration.ofSeconds(10));
        stage.checkEqual((long) messages, Graves.count(stage, topic, GROUP), "kept", "entries on the broker");
    }

    private void failsAgain(Stage stage) throws Exception {
        stage.claims().redelivers();
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        Graves.bankThatIsDown(program, topic, GROUP, new AtomicBoolean(), 2);
        Message<byte[]> message = Graves.poison(1).get(0);
        program.publish(topic, message);
        for (int round = 1; round <= 4; round++) {
            int deaths = round;
            stage.await("dead", "death number " + round, () -> stage.count(Kind.DEAD_LETTERED) == deaths);
            DeadLetter letter =
                    program.deadLetters(topic, GROUP).find(message.id()).orElseThrow();
            stage.checkEqual(round - 1, letter.redrives(), "redrives", "redrives");
            stage.checkEqual(2, letter.attempts(), "attempts", "attempts since the last redrive");
            stage.checkEqual(1L, Graves.count(stage, topic, GROUP), "copies", "copies");
            if (round < 4) {
                stage.checkEqual(1, program.deadLetters(topic, GROUP).redriveAll(), "pingpong", "redriven in one go");
            }
        }
        stage.quiet();
        stage.checkEqual(4 * 2, stage.count(Kind.START), "count", "deliveries");
    }

    private static List<String> entries(List<DeadLetter> letters) {
        return letters.stream().map(DeadLetter::entryId).toList();
    }
}
