package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.process.Act;
import dev.crossdock.conformance.process.Worker;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A group of two: one is frozen with handlers running, the other one gets what it had, and then it thaws and finds its
 * handlers done.
 */
final class FrozenMember {
    private static final String GROUP = "group";
    private static final int HANDLERS = 4;
    private static final int KEYS = 20;
    private static final int PREFETCH = 12;
    private static final int MESSAGES = 40;

    private final Stage stage;
    private final Ordering ordering;
    private final Topic<byte[]> topic;
    private final Program publishing;
    private final Worker frozen;
    private final Set<String> sent = new HashSet<>();
    private final Worker other;
    private Set<String> underWay = Set.of();
    private long frozenAt;
    private int lastSaid;

    FrozenMember(Stage stage, Ordering ordering) throws Exception {
        this.stage = stage;
        this.ordering = ordering;
        this.topic = stage.topic();
        // What the frozen one had fetched and not begun may or may not count as an attempt.
        stage.claims().attemptsNotJudged(topic.name() + " → " + GROUP);
        this.publishing = stage.program();
        this.frozen = member();
        this.other = member();
    }

    /** Both are there, and handle what comes. */
    void begin() throws Exception {
        publish();
        stage.await("lost", "the first messages to be handled", () -> handledBy(other, frozen));
    }

    /** One of them freezes while it handles as much as it can, with more in hand. */
    void freeze() throws Exception {
        frozen.act(Act.HANG);
        // Or it would be quick enough to leave nothing to the first.
        other.act(Act.HANG);
        publish();
        stage.await("busy", HANDLERS + " handlers to run", () -> running().size() == HANDLERS);
        frozen.suspend();
        if (!stage.history().await(frozen::isSuspended, stage.timings().patience())) {
            throw stage.undecided("the member is not frozen");
        }
        underWay = running();
        frozenAt = System.nanoTime();
        lastSaid = said();
        other.act(Act.ACCEPT);
        publish();
    }

    /** Waits until the other one has begun what the frozen one has in its handlers, and all that it had in hand. */
    void awaitTakenOver() throws Exception {
        stage.await("stuck", "the other member to get what the frozen one has", () -> handledBy(other, frozen));
        long lease = stage.timings().lease().toMillis();
        boolean unused = stage.history()
                .await(() -> millisAway() > 2 * lease, stage.timings().patience());
        long away = millisAway();
        if (away <= lease || said() != lastSaid || !frozen.isSuspended()) {
            throw stage.undecided("the member was frozen for " + away + " ms with a lease of " + lease + " ms and has "
                    + (said() == lastSaid ? "said nothing" : "gone on"));
        }
    }

    /** Its handlers return in the same moment in which it comes back. */
    void thaw() {
        frozen.act(Act.ACCEPT);
        frozen.resume();
    }

    /** Its handlers end well, and it is told that they have ended too late. */
    void awaitTold() throws Exception {
        for (String id : underWay) {
            stage.await("end", "the handler of " + id + " to end", () -> count(Kind.OK, id) == 2);
            stage.await("untold", "word that " + id + " was lost", () -> count(Kind.LEASE_LOST, id) >= 1);
        }
    }

    /** The other one leaves, and the one that was frozen does its work. */
    void goOnAlone() throws Exception {
        other.stop();
        sent.clear();
        publish();
        stage.await("thawed", "the member that was frozen to handle what comes", () -> handledBy(frozen));
    }

    void check() throws Exception {
        stage.check(frozen.isAlive(), "ended", "the process of the member that was frozen has ended");
        for (String id : underWay) {
            List<Event> starts = stage.history().events().stream()
                    .filter(event ->
                            event.kind() == Kind.START && event.messageId().equals(id))
                    .toList();
            stage.checkEqual(
                    List.of(frozen.member(), other.member()),
                    starts.stream().map(Event::member).toList(),
                    "again",
                    "who was given a message whose handler was frozen");
            int attempt = starts.get(1).attempt();
            stage.check(attempt >= 2, "attempt", "the delivery after the one that was frozen says attempt " + attempt);
        }
        stage.await(
                "left", "nothing to be left", () -> stage.witness().depth(new Address.Inbox(topic.name(), GROUP)) == 0);
    }

    private Worker member() throws Exception {
        return stage.worker(topic, GROUP)
                .with(stage.harness().settingsOfTheFrozen())
                .ordering(ordering)
                .concurrency(HANDLERS)
                .prefetch(PREFETCH)
                .maxAttempts(10)
                .start();
    }

    private void publish() {
        List<Message<byte[]>> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            messages.add(Message.of(new byte[] {(byte) i}).withKey("key " + i % KEYS));
        }
        publishing.publishAll(topic, messages);
        messages.forEach(message -> sent.add(message.id()));
    }

    /** Whether each message that was sent was handled by one of these. */
    private boolean handledBy(Worker... members) {
        Set<String> names = Arrays.stream(members).map(Worker::member).collect(Collectors.toSet());
        Set<String> handled = new HashSet<>();
        int unused = stage.history()
                .count(event ->
                        event.kind() == Kind.OK && names.contains(event.member()) && handled.add(event.messageId()));
        return handled.containsAll(sent);
    }

    private Set<String> running() {
        Set<String> open = new HashSet<>();
        for (Event event : stage.history().events()) {
            if (event.member().equals(frozen.member())) {
                if (event.kind() == Kind.START) {
                    open.add(event.messageId());
                } else {
                    open.remove(event.messageId());
                }
            }
        }
        return open;
    }

    private long millisAway() {
        return (System.nanoTime() - frozenAt) / 1_000_000;
    }

    private int said() {
        return stage.history().count(event -> event.member().equals(frozen.member()));
    }

    private int count(Kind kind, String id) {
        return stage.history()
                .count(event -> event.kind() == kind && event.messageId().equals(id));
    }
}
