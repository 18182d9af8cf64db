package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** C and N. Members of a group that come and go while messages flow. */
final class MembershipScenarios implements Section {
    private static final int MOST = 4;
    private static final int SOME = 50;
    private static final Duration CHANGE = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(16);

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("C06", this::scaledUpAndDown, "N11", this::comingAndGoing);
    }

    private void scaledUpAndDown(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Members members = new Members(stage, topic);
        members.join();
        Traffic traffic = Traffic.begin(stage, topic);
        awaitSomeMore(stage, members);
        for (int size = 2; size <= MOST; size++) {
            String newest = members.join();
            awaitSomeMore(stage, members);
            // Where order is kept, all but one may be standing by.
            stage.await("idle", "the new member to handle something", () -> members.handled(newest) > 0);
        }
        for (int size = MOST; size > 1; size--) {
            members.leave();
            awaitSomeMore(stage, members);
        }
        int sent = traffic.endAndAwaitHandled(members.groups());
        stage.quiet();
        members.checkGone();
        stage.checkEqual(0, stage.count(Kind.DEAD_LETTERED), "dead", "dead letters");
        for (String group : members.groups()) {
            // The last one was not there at the beginning, and the first one was not at the end.
            if (members.atWork(group) < 2) {
                throw stage.undecided("one member handled all " + sent + " messages of the group " + group);
            }
        }
    }

    private void comingAndGoing(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Members members = new Members(stage, topic);
        members.join();
        members.join();
        Traffic traffic = Traffic.begin(stage, topic);
        awaitSomeMore(stage, members);
        int before = stage.history().size();
        long changes = (stage.full() ? LONG : SHORT).dividedBy(CHANGE);
        for (int change = 0; change < changes; change++) {
            boolean unused = stage.history().await(() -> false, CHANGE);
            if (change % 2 == 0) {
                members.join();
            } else {
                members.leave();
            }
        }
        awaitSomeMore(stage, members);
        int after = stage.history().size();
        int sent = traffic.endAndAwaitHandled(members.groups());
        stage.quiet();
        members.checkGone();
        stage.checkEqual(0, stage.count(Kind.DEAD_LETTERED), "dead", "dead letters");
        for (String group : members.groups()) {
            if (members.atWork(group) < changes / 2) {
                throw stage.undecided(members.atWork(group) + " members handled all " + sent + " messages of " + group);
            }
            checkProgress(stage, group, stage.history().events().subList(before, after));
        }
    }

    /** So many messages as there are seconds, at least, and at any time. */
    private static void checkProgress(Stage stage, String group, List<Event> meanwhile) {
        int many = 5;
        long[] handled = meanwhile.stream()
                .filter(event -> event.kind() == Kind.OK && event.group().equals(group))
                .mapToLong(Event::nanos)
                .toArray();
        for (int last = many; last < handled.length; last++) {
            long took = (handled[last] - handled[last - many]) / 1_000_000;
            stage.check(
                    took <= many * 1_000L,
                    "progress",
                    many + " messages of " + group + " took " + took + " ms to be handled");
        }
    }

    private static void awaitSomeMore(Stage stage, Members members) throws Exception {
        for (String group : members.groups()) {
            int wanted = stage.count(Kind.OK, group) + SOME;
            stage.await("stuck", SOME + " more to be handled by " + group, () -> stage.count(Kind.OK, group) >= wanted);
        }
    }
}
