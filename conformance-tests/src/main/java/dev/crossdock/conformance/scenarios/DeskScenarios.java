package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.DeadLetterCount;
import dev.crossdock.messaging.DeadLetterJob;
import dev.crossdock.messaging.DeadLetterLimits;
import dev.crossdock.messaging.DeadLetterLimits.Limit;
import dev.crossdock.messaging.DeadLetterProgress;
import dev.crossdock.messaging.DeadLetterReason;
import dev.crossdock.messaging.DeadLetters;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** G. What an operator has at the desk: jobs, limits, entries of others. */
final class DeskScenarios implements Section {
    private static final String GROUP = "billing";

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("G06", this::job, "G07", this::limits, "G08", this::foreign);
    }

    private void job(Stage stage) throws Exception {
        stage.claims().redelivers();
        int messages = 30;
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        AtomicBoolean back = new AtomicBoolean();
        Graves.bankThatIsDown(program, topic, GROUP, back, 1);
        program.publishAll(topic, Graves.poison(messages));
        stage.awaitCount("dead", Kind.DEAD_LETTERED, messages);
        back.set(true);
        DeadLetters desk = program.deadLetters(topic, GROUP);
        DeadLetterCount count = desk.counted();
        stage.check(!count.exact() || count.messages() == messages, "count", "found " + count);
        Predicate<DeadLetter> even = dead -> dead.body()[0] % 2 == 0;
        DeadLetterProgress dry = desk.redrive(DeadLetterJob.matching(even).dryRun(true));
        stage.checkEqual(List.of(15L, 0L, true), of(dry), "dry", "what a dry run has found");
        // Asked here and not of the witness: Pulsar tells how many messages are in the entries that are not quite
        // empty.
        stage.checkEqual((long) messages, desk.count(), "dry", "dead letters after a dry run");
        stage.checkEqual(0, stage.count(Kind.OK), "dry", "messages handled after a dry run");
        DeadLetterProgress some = desk.redrive(DeadLetterJob.matching(even).limit(5));
        stage.checkEqual(List.of(5L, 5L, true), of(some), "limit", "what a job with a limit has done");
        stage.awaitCount("limited", Kind.OK, 5);
        stage.checkEqual(messages - 5L, desk.count(), "limit", "dead letters after a job with a limit");
        int gone = desk.discard(DeadLetterJob.matching(even).limit(4)).done() == 4 ? 4 : 0;
        stage.checkEqual(4, gone, "discard", "discarded by a job with a limit");
        AtomicInteger told = new AtomicInteger();
        long began = System.nanoTime();
        int left = messages - 5 - gone;
        DeadLetterProgress rest =
                desk.redrive(DeadLetterJob.all().perSecond(15).onProgress(progress -> told.incrementAndGet()));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        stage.checkEqual(List.of((long) left, (long) left, true), of(rest), "rest", "what the last job has done");
        stage.check(millis >= 1_000, "rate", left + " of at most 15 a second were redriven in " + millis + " ms");
        stage.check(told.get() > 1, "told", "the listener was told " + told + " times");
        stage.awaitCount("lost", Kind.OK, messages - gone);
        stage.quiet();
        stage.checkEqual(messages - gone, stage.count(Kind.OK), "twice", "handled messages");
        stage.checkEqual(0L, Graves.count(stage, topic, GROUP), "left", "dead letters");
    }

    private void limits(Stage stage) throws Exception {
        stage.claims().redelivers();
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        AtomicBoolean back = new AtomicBoolean();
        Duration age = Duration.ofSeconds(2);
        program.consume(topic, GROUP)
                .with(builder -> builder.retry(RetryPolicy.never())
                        .deadLetterLimits(DeadLetterLimits.none()
                                .messages(4)
                                .growth(2)
                                .age(age)
                                .every(Duration.ofMillis(200))))
                .handle(delivery -> {
                    if (!back.get()) {
                        throw new IllegalStateException("the bank is down");
                    }
                });
        program.publishAll(topic, Graves.poison(4));
        stage.awaitCount("dead", Kind.DEAD_LETTERED, 4);
        stage.await(
                "age",
                "that they are too old",
                () -> !overLimit(stage, Limit.AGE).isEmpty());
        stage.check(overLimit(stage, Limit.AGE).get(0).age().compareTo(age) > 0, "young", "told of a younger one");
        stage.check(overLimit(stage, Limit.MESSAGES).isEmpty(), "early", "told that four are more than four");
        program.publishAll(topic, Graves.poison(4));
        stage.await(
                "many",
                "that they are too many",
                () -> overLimit(stage, Limit.MESSAGES).stream().anyMatch(event -> event.messages() == 8));
        stage.await(
                "growth",
                "that they become more",
                () -> !overLimit(stage, Limit.GROWTH).isEmpty());
        back.set(true);
        stage.await("all", "the end of all dead letters", () -> {
            program.deadLetters(topic, GROUP).redriveAll();
            return stage.count(Kind.OK) == 8;
        });
        stage.quiet();
        int told = overLimit(stage, Limit.MESSAGES).size();
        stage.quiet();
        stage.checkEqual(
                told, overLimit(stage, Limit.MESSAGES).size(), "false", "told of too many while there are none");
    }

    // Messages of others have no id that the history could tell them by, so their handlers write nothing down.
    private void foreign(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        AtomicInteger ours = new AtomicInteger();
        Queue<byte[]> foreign = new ConcurrentLinkedQueue<>();
        program.messaging().consume(topic, GROUP).retry(RetryPolicy.never()).handle(delivery -> {
            if (!delivery.headers().contains("ours")) {
                foreign.add(delivery.body());
            } else if (ours.incrementAndGet() == 1) {
                throw new IllegalStateException("the bank is down");
            }
        });
        byte[] body = stage.witness().foreignBody(new byte[] {9, 8, 7});
        Address.DeadLetters queue = new Address.DeadLetters(topic.name(), GROUP);
        // Two that look the same are two.
        stage.witness().buryForeign(queue, body);
        stage.witness().buryForeign(queue, body);
        program.publish(topic, Message.of(new byte[] {1}).withHeader("ours", "yes"));
        stage.awaitCount("dead", Kind.DEAD_LETTERED, 1);
        DeadLetters desk = program.deadLetters(topic, GROUP);
        stage.await("shown", "three entries", () -> desk.browse(10).size() == 3);
        List<DeadLetter> natives = desk.browse(10).stream()
                .filter(dead -> dead.reason() == DeadLetterReason.NATIVE)
                .toList();
        stage.checkEqual(2, natives.size(), "reason", "entries with reason NATIVE");
        for (DeadLetter dead : natives) {
            stage.checkEqual(body, dead.body(), "body", "the body of a foreign entry");
            stage.checkEqual(null, dead.deadAt(), "date", "the date of a foreign entry");
        }
        stage.checkEqual(
                2, desk.redrive(dead -> dead.reason() == DeadLetterReason.NATIVE), "redriven", "redriven ones");
        stage.await("handled", "both foreign messages", () -> foreign.size() == 2);
        stage.checkEqual(1L, Graves.count(stage, topic, GROUP), "left", "dead letters");
        stage.checkEqual(1, desk.redriveAll(), "ours", "entries that are left");
        stage.await("lost", "the message of ours", () -> ours.get() == 2);
        stage.quiet();
        stage.checkEqual(List.of(2, 2), List.of(foreign.size(), ours.get()), "twice", "calls of the handler");
    }

    private static List<MessagingEvent.DeadLettersOverLimit> overLimit(Stage stage, Limit limit) {
        return stage.observed().stream()
                .filter(event -> event instanceof MessagingEvent.DeadLettersOverLimit over && over.limit() == limit)
                .map(MessagingEvent.DeadLettersOverLimit.class::cast)
                .toList();
    }

    private static List<Object> of(DeadLetterProgress progress) {
        return List.of(progress.matched(), progress.done(), progress.complete());
    }
}
