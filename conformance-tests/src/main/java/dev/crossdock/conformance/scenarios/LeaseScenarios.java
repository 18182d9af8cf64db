package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Capability;
import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.Support;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** N. Members that have a message for longer than its lease: because they work at it, or because they are frozen. */
final class LeaseScenarios implements Section {
    private static final String GROUP = "group";
    private static final int LEASES = 5;
    private static final int NEIGHBOURS = 10;

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("N10", this::slowHandlers, "N15", this::frozenMember);
    }

    private void slowHandlers(Stage stage) throws Exception {
        boolean ordered = stage.manifest().of(Capability.ORDER) != Support.NO;
        Topic<byte[]> topic = stage.topic();
        List<String> groups = ordered ? List.of(GROUP, "ordered") : List.of(GROUP);
        CountDownLatch mayEnd = new CountDownLatch(1);
        // Of two members one is not slow: it would be given what the other one loses.
        for (int i = 0; i < 2; i++) {
            Program program = stage.program();
            for (String group : groups) {
                Program.MemberBuilder member =
                        program.consume(topic, group).concurrency(4).with(builder -> builder.prefetch(16));
                if (!group.equals(GROUP)) {
                    member.perKey();
                }
                member.handle(delivery -> {
                    if (delivery.body()[0] == 0 && delivery.attempt() == 1) {
                        mayEnd.await();
                    }
                });
            }
        }
        Program publishing = stage.program();
        publishing.publish(topic, Message.of(new byte[] {0}).withKey("slow"));
        // Behind the slow one of their key, which makes them slow as well where order is kept.
        for (int i = 0; i < NEIGHBOURS; i++) {
            publishing.publish(topic, Message.of(new byte[] {1}).withKey(i % 2 == 0 ? "slow" : "quick " + i));
        }
        Duration held = stage.timings().lease().multipliedBy(LEASES);
        stage.await("start", "the slow handlers to begin", () -> slow(stage) == groups.size());
        boolean unused = stage.history().await(() -> slow(stage) > groups.size(), held);
        stage.checkEqual(groups.size(), slow(stage), "again", "deliveries of what is being handled");
        mayEnd.countDown();
        int all = (1 + NEIGHBOURS) * groups.size();
        stage.awaitCount("lost", Kind.OK, all);
        stage.quiet();
        stage.checkEqual(all, stage.count(Kind.START), "twice", "deliveries");
        stage.checkEqual(0, stage.count(Kind.LEASE_LOST), "lease", "leases that were lost");
        List<Integer> attempts = Begun.differentAttempts(stage, event -> true);
        stage.checkEqual(List.of(1), attempts, "attempts", "attempts");
    }

    private static int slow(Stage stage) {
        return stage.history()
                .count(event -> event.kind() == Kind.START
                        && "slow".equals(event.key())
                        && event.messageId().equals(firstId(stage)));
    }

    private static String firstId(Stage stage) {
        return stage.history().events().stream()
                .filter(event -> event.kind() == Kind.PUBLISH)
                .findFirst()
                .orElseThrow()
                .messageId();
    }

    private void frozenMember(Stage stage) throws Exception {
        stage.claims().redelivers();
        List<FrozenMember> pairs = new ArrayList<>();
        pairs.add(new FrozenMember(stage, Ordering.UNORDERED));
        if (stage.manifest().of(Capability.ORDER) != Support.NO) {
            pairs.add(new FrozenMember(stage, Ordering.PER_KEY));
        }
        for (FrozenMember pair : pairs) {
            pair.begin();
        }
        // Whatever moved because the second one came has moved.
        stage.listen();
        for (FrozenMember pair : pairs) {
            pair.freeze();
        }
        for (FrozenMember pair : pairs) {
            pair.awaitTakenOver();
        }
        for (FrozenMember pair : pairs) {
            pair.thaw();
        }
        for (FrozenMember pair : pairs) {
            pair.awaitTold();
        }
        for (FrozenMember pair : pairs) {
            pair.goOnAlone();
        }
        stage.quiet();
        stage.checkEqual(0, stage.count(Kind.DEAD_LETTERED), "dead", "dead letters");
        for (FrozenMember pair : pairs) {
            pair.check();
        }
    }
}
