package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Capability;
import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.Support;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Programs that come and go, each of them a member of the same groups: one without order and, where there is order per key,
 * one with it.
 */
final class Members {
    static final String UNORDERED = "unordered";
    static final String ORDERED = "ordered";

    private static final int HANDLERS = 4;
    private static final int PREFETCH = 8;
    private static final Duration WORK = Duration.ofMillis(3);

    private final Stage stage;
    private final Topic<byte[]> topic;
    private final List<String> groups = new ArrayList<>(List.of(UNORDERED));
    private final Deque<Member> present = new ArrayDeque<>();
    private final List<Member> gone = new ArrayList<>();

    /** One of them: its program, its name in each group, and how many handlers it had begun when it was gone. */
    private record Member(Program program, List<String> names, int begun) {}

    Members(Stage stage, Topic<byte[]> topic) {
        this.stage = stage;
        this.topic = topic;
        if (stage.manifest().of(Capability.ORDER) != Support.NO) {
            groups.add(ORDERED);
        }
        // What moves away from under a handler, because another one comes, may or may not count as an attempt.
        groups.forEach(group -> stage.claims().attemptsNotJudged(topic.name() + " → " + group));
    }

    List<String> groups() {
        return groups;
    }

    /** One more comes; gives its name in the group without order. */
    String join() {
        Program program = stage.program();
        List<String> names = new ArrayList<>();
        for (String group : groups) {
            Program.MemberBuilder member = program.consume(topic, group)
                    .concurrency(HANDLERS)
                    .with(builder -> builder.prefetch(PREFETCH)
                            .retry(RetryPolicy.fixed(Duration.ofMillis(50)).maxAttempts(100)));
            if (group.equals(ORDERED)) {
                member.perKey();
            }
            CountDownLatch never = new CountDownLatch(1);
            member.handle(delivery -> {
                boolean unused = never.await(WORK.toMillis(), TimeUnit.MILLISECONDS);
            });
            names.add(member.member());
        }
        present.addLast(new Member(program, names, 0));
        return names.get(0);
    }

    /** The one that has been there for the longest time goes. */
    void leave() {
        Member leaving = present.removeFirst();
        leaving.program().close();
        gone.add(new Member(leaving.program(), leaving.names(), begun(leaving)));
    }

    /** How many of all that have ever been there have handled something in a group. */
    long atWork(String group) {
        int index = groups.indexOf(group);
        return java.util.stream.Stream.concat(present.stream(), gone.stream())
                .filter(member -> handled(member.names().get(index)) > 0)
                .count();
    }

    int handled(String member) {
        return stage.history()
                .count(event -> event.kind() == Kind.OK && event.member().equals(member));
    }

    /** Nobody that is gone has begun anything since. */
    void checkGone() {
        for (Member member : gone) {
            stage.checkEqual(member.begun(), begun(member), "late", "handlers of " + member.names() + " after its end");
        }
    }

    private int begun(Member member) {
        return stage.history()
                .count(event -> event.kind() == Kind.START && member.names().contains(event.member()));
    }
}
