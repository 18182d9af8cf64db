package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** C. Fan-out and groups. */
final class GroupScenarios implements Section {
    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of(
                "C01", this::twoGroups,
                "C02", this::competingInstances,
                "C03", this::oneGroupStuck,
                "C04", this::nastyNeighbours,
                "C05", this::lateGroup);
    }

    private void twoGroups(Stage stage) throws Exception {
        int messages = 200;
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, "billing").concurrency(2).handle();
        // The other group retries each message once: the first must not notice.
        program.consume(topic, "inventory")
                .concurrency(2)
                .with(builder -> builder.retry(RetryPolicy.fixed(Duration.ofMillis(10))))
                .handle(delivery -> {
                    if (delivery.attempt() == 1) {
                        throw new IllegalStateException("once");
                    }
                });
        program.publishAll(topic, Program.numbered(messages, null));
        stage.await(
                "lost",
                "both groups to handle all",
                () -> stage.count(Kind.OK, "billing") == messages && stage.count(Kind.OK, "inventory") == messages);
        stage.quiet();
        stage.checkEqual(messages, stage.count(Kind.START, "billing"), "leak", "deliveries to the quiet group");
        stage.checkEqual(2 * messages, stage.count(Kind.START, "inventory"), "retries", "deliveries to the other");
    }

    private void competingInstances(Stage stage) throws Exception {
        int instances = 4;
        int messages = 800;
        Topic<byte[]> topic = stage.topic();
        List<String> members = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(1);
        for (int i = 0; i < instances; i++) {
            Program.MemberBuilder member =
                    stage.program().consume(topic, "group").concurrency(2).with(builder -> builder.prefetch(4));
            members.add(member.member());
            member.handle(delivery -> all.await());
        }
        List<Message<byte[]>> sent = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            // Keys spread what is partitioned over all members.
            sent.add(Message.of(new byte[] {(byte) i}).withKey("k" + i));
        }
        Program publishing = stage.program();
        publishing.publishAll(topic, sent);
        stage.await(
                "idle",
                "every instance to have something",
                () -> members.stream()
                        .allMatch(member -> stage.history()
                                        .count(event -> event.kind() == Kind.START
                                                && event.member().equals(member))
                                > 0));
        all.countDown();
        stage.awaitCount("lost", Kind.OK, messages);
        stage.quiet();
        int begun = stage.count(Kind.START);
        stage.check(
                begun == messages,
                "twice",
                "wanted " + messages + " deliveries to all instances together, found " + begun + Begun.twice(stage));
    }

    private void oneGroupStuck(Stage stage) throws Exception {
        int messages = 300;
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        CountDownLatch mayEnd = new CountDownLatch(1);
        program.consume(topic, "stuck").concurrency(2).handle(delivery -> mayEnd.await());
        program.consume(topic, "healthy").concurrency(2).handle();
        program.publishAll(topic, Program.numbered(messages, null));
        stage.await("blocked", "the healthy group to handle all", () -> stage.count(Kind.OK, "healthy") == messages);
        stage.checkEqual(
                0, stage.count(Kind.OK, "stuck"), "vacuous", "messages that the stuck group handled meanwhile");
        List<Integer> attempts =
                Begun.differentAttempts(stage, event -> event.group().equals("healthy"));
        stage.checkEqual(List.of(1), attempts, "attempts", "attempts of the healthy group");
        mayEnd.countDown();
        stage.await("lost", "the stuck group to catch up", () -> stage.count(Kind.OK, "stuck") == messages);
        stage.quiet();
    }

    private void nastyNeighbours(Stage stage) throws Exception {
        String stem = stage.name("orders");
        List<String> names = List.of(
                stem,
                stem + ".eu",
                stem + "-eu",
                stem + "_eu",
                stem.toUpperCase(java.util.Locale.ROOT),
                stem + ".*",
                stem + ".>",
                stem + "/eu",
                stem + " eu",
                stem + "%2Eeu",
                stem + "ü",
                stem + "😅");
        Program program = stage.program();
        List<Topic<byte[]>> topics = new ArrayList<>();
        for (String name : names) {
            Topic<byte[]> topic = stage.topic(name);
            // Groups of their own: consumers of two topics that have become one must not share the work by luck.
            String group = "group-" + topics.size();
            topics.add(topic);
            program.consume(topic, group).handle();
            program.consume(topic, group + ".eu").handle();
        }
        for (Topic<byte[]> topic : topics) {
            program.publish(topic, Message.of(topic.name().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        stage.awaitCount("lost", Kind.OK, 2 * names.size());
        stage.quiet();
        stage.checkEqual(2 * names.size(), stage.count(Kind.START), "crossed", "deliveries");
        Map<String, Long> perTopic = stage.history().events().stream()
                .filter(event -> event.kind() == Kind.START)
                .collect(Collectors.groupingBy(Event::topic, Collectors.counting()));
        for (String name : names) {
            stage.checkEqual(2L, perTopic.get(name), "crossed", "deliveries of " + name);
        }
    }

    private void lateGroup(Stage stage) throws Exception {
        int messages = 50;
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, "early").handle();
        program.publishAll(topic, Program.numbered(messages, null));
        stage.await("lost", "the early group to handle all", () -> stage.count(Kind.OK, "early") == messages);
        program.consume(topic, "from-now").handle();
        stage.claims().unfinished(topic.name() + " → from-now");
        if (stage.harness().capabilities().replays()) {
            program.consume(topic, "late")
                    .with(builder -> builder.startFrom(StartFrom.EARLIEST))
                    .handle();
            stage.await(
                    "history", "the late group to get what was there", () -> stage.count(Kind.OK, "late") == messages);
        } else {
            stage.refused(
                    ErrorCode.UNSUPPORTED,
                    "accepted",
                    () -> program.consume(topic, "late")
                            .with(builder -> builder.startFrom(StartFrom.EARLIEST))
                            .handle());
        }
        stage.quiet();
        stage.checkEqual(0, stage.count(Kind.START, "from-now"), "now", "old messages for a group that starts now");
        program.publish(topic, Message.of(new byte[] {1}));
        stage.await(
                "new",
                "every group to get what is new",
                () -> stage.count(Kind.OK, "from-now") == 1
                        && stage.count(Kind.OK, "early") == messages + 1
                        && (!stage.harness().capabilities().replays() || stage.count(Kind.OK, "late") == messages + 1));
    }
}
