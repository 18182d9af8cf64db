package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.once.StoreOnLeave;
import dev.crossdock.conformance.once.StoreOnLeave.Leave;
import dev.crossdock.messaging.Delivery;
import dev.crossdock.messaging.Health;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/** H. Idempotent consumers whose store is away for a while. */
final class StoreOutageScenarios implements Section {
    private static final String GROUP = "group";
    private static final int HANDLERS = 8;
    private static final int MESSAGES = 20;
    // Each message is refused so often, a second apart, that leases of claims and of loans end meanwhile.
    private static final int REFUSALS = 3;
    private static final Duration CLAIM_LEASE = Duration.ofSeconds(2);

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("H05", this::away);
    }

    private void away(Stage stage) throws Exception {
        stage.claims().redelivers();
        for (Leave leave : List.of(Leave.UNREACHABLE, Leave.UNHEARD)) {
            beforeTheClaim(stage, leave);
            beforeTheMark(stage, leave);
        }
        stage.checkEqual(0, stage.count(Kind.DEAD_LETTERED), "dead", "dead letters");
    }

    private void beforeTheClaim(Stage stage, Leave leave) throws Exception {
        StoreOnLeave store = new StoreOnLeave();
        Topic<byte[]> topic = stage.topic();
        Program program = consuming(stage, topic, store, new CountDownLatch(0));
        program.publishAll(topic, Program.numbered(MESSAGES, null));
        awaitAllHandled(stage, topic, program, MESSAGES);
        int begun = count(stage, topic, Kind.START);
        long before = wentOn(stage);
        store.take(leave);
        List<Message<byte[]>> sent = Program.numbered(MESSAGES, null);
        program.publishAll(topic, sent);
        awaitVainRequests(stage, before, () -> store.refusedClaims(ids(sent), REFUSALS));
        stage.listen();
        stage.checkEqual(
                begun, count(stage, topic, Kind.START), "handled", "deliveries, of which none without its claim,");
        checkUnsettled(stage, topic, MESSAGES);
        awaitDegraded(stage, topic, program);
        store.take(Leave.NONE);
        awaitAllHandled(stage, topic, program, 2 * MESSAGES);
    }

    private void beforeTheMark(Stage stage, Leave leave) throws Exception {
        StoreOnLeave store = new StoreOnLeave();
        Topic<byte[]> topic = stage.topic();
        CountDownLatch mayEnd = new CountDownLatch(1);
        Program program = consuming(stage, topic, store, mayEnd);
        List<Message<byte[]>> sent = Program.numbered(HANDLERS, null);
        program.publishAll(topic, sent);
        stage.await("begun", "all handlers to have begun", () -> count(stage, topic, Kind.START) == HANDLERS);
        long before = wentOn(stage);
        store.take(leave);
        mayEnd.countDown();
        List<String> failed = new ArrayList<>();
        List<String> done = new ArrayList<>();
        sent.forEach(message -> (failsAtFirst(message) ? failed : done).add(message.id()));
        stage.await(
                "begun",
                "all handlers to have ended",
                () -> count(stage, topic, Kind.OK) + count(stage, topic, Kind.FAILED) == HANDLERS);
        awaitVainRequests(
                stage, before, () -> store.refusedCompletions(done, REFUSALS) && store.refusedClaims(failed, REFUSALS));
        stage.listen();
        stage.checkEqual(HANDLERS, count(stage, topic, Kind.START), "handled", "deliveries, of which none twice,");
        stage.checkEqual(done.size(), count(stage, topic, Kind.EFFECT), "effects", "effects");
        checkUnsettled(stage, topic, HANDLERS);
        awaitDegraded(stage, topic, program);
        store.take(Leave.NONE);
        awaitAllHandled(stage, topic, program, HANDLERS);
        // Without its mark a message would be handled once more.
        program.publishAll(topic, sent);
        stage.await("marked", "all to be known as done", () -> count(stage, topic, Kind.DUPLICATE) == HANDLERS);
        stage.quiet();
        stage.checkEqual(HANDLERS, count(stage, topic, Kind.EFFECT), "effects", "effects");
    }

    /** Two attempts are all there are, and every other message needs both. */
    private static Program consuming(Stage stage, Topic<byte[]> topic, StoreOnLeave store, CountDownLatch mayEnd) {
        Program program = stage.program(config -> config.withIdempotencyStore(store));
        Program.MemberBuilder member = program.consume(topic, GROUP)
                .concurrency(HANDLERS)
                .idempotent(Idempotency.<byte[]>byMessageId().lease(CLAIM_LEASE))
                .with(builder ->
                        builder.retry(RetryPolicy.fixed(Duration.ofMillis(20)).maxAttempts(2)));
        member.handle(delivery -> {
            mayEnd.await();
            if (isFirst(delivery) && failsAtFirst(delivery.message())) {
                throw new IllegalStateException("not yet");
            }
            member.effect(delivery);
        });
        return program;
    }

    private static boolean isFirst(Delivery<byte[]> delivery) {
        return delivery.attempt() == 1;
    }

    private static boolean failsAtFirst(Message<byte[]> message) {
        return message.body()[message.body().length - 1] % 2 == 1;
    }

    private static void awaitAllHandled(Stage stage, Topic<byte[]> topic, Program program, int messages)
            throws Exception {
        stage.await("lost", "all " + messages + " to be handled", () -> count(stage, topic, Kind.OK) == messages);
        stage.await("left", "all to be settled", () -> stage.witness().depth(inbox(topic)) == 0);
        stage.await(
                "up",
                "health to say that all is well",
                () -> program.messaging().health().status() == Health.Status.UP);
        stage.checkEqual(messages, count(stage, topic, Kind.EFFECT), "effects", "effects");
        stage.checkEqual(
                messages + messages / 2, count(stage, topic, Kind.START), "attempts", "attempts of all messages");
    }

    /** Until all have waited long enough, or for one at least the store was not waited for. */
    private static void awaitVainRequests(Stage stage, long before, BooleanSupplier enough) throws Exception {
        stage.await(
                "asked",
                "the store to be asked again and again for each message",
                () -> enough.getAsBoolean() || wentOn(stage) > before);
    }

    private static long wentOn(Stage stage) {
        return stage.observed().stream()
                .filter(event -> event instanceof MessagingEvent.Started
                        || event instanceof MessagingEvent.Handled
                        || event instanceof MessagingEvent.Duplicate)
                .count();
    }

    private static void awaitDegraded(Stage stage, Topic<byte[]> topic, Program program) throws Exception {
        stage.await("degraded", "health to say who waits for the store", () -> {
            Health health = program.messaging().health();
            return health.status() == Health.Status.DEGRADED
                    && health.problems().keySet().equals(Set.of(topic.name() + "/" + GROUP));
        });
    }

    private static void checkUnsettled(Stage stage, Topic<byte[]> topic, int messages) {
        stage.checkEqual(
                (long) messages, stage.witness().depth(inbox(topic)), "settled", "messages that are not settled,");
    }

    private static Address.Inbox inbox(Topic<byte[]> topic) {
        return new Address.Inbox(topic.name(), GROUP);
    }

    private static List<String> ids(List<Message<byte[]>> messages) {
        return messages.stream().map(Message::id).toList();
    }

    private static int count(Stage stage, Topic<byte[]> topic, Kind kind) {
        return stage.history()
                .count(event -> event.kind() == kind && event.topic().equals(topic.name()));
    }
}
