package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.process.Places;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.GroupTopology;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.TopologyFinding;
import dev.crossdock.messaging.TopologyObject;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** M. Topology. */
final class TopologyScenarios implements Section {
    private static final String GROUP = "group";

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of(
                "M01", this::declaredAtOnce,
                "M02", this::verifyOnly,
                "M03", this::createsNothing,
                "M04", this::otherSettings,
                "M05", this::namesNeverMeet,
                "M06", this::plannedAndApplied);
    }

    private void declaredAtOnce(Stage stage) throws Exception {
        Topic<byte[]> single = stage.topic();
        stage.program().consume(single, GROUP).handle();
        Set<Address> ofOne = stage.witness().topology(single.name());
        boolean both = ofOne.contains(new Address.Topic(single.name()))
                && ofOne.contains(new Address.Inbox(single.name(), GROUP));
        stage.check(both, "missing", "wanted a topic and an inbox on the broker, found " + ofOne);
        int objectsOfOne = ofOne.size();
        Topic<byte[]> topic = stage.topic();
        for (int twice = 0; twice < 2; twice++) {
            CountDownLatch go = new CountDownLatch(1);
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Program program = stage.program();
                CompletableFuture<Void> done = new CompletableFuture<>();
                all.add(done);
                Thread thread = new Thread(() -> {
                    try {
                        go.await();
                        program.consume(topic, GROUP).handle();
                        done.complete(null);
                    } catch (Throwable e) {
                        done.completeExceptionally(e);
                    }
                });
                thread.setDaemon(true);
                thread.start();
            }
            go.countDown();
            for (CompletableFuture<Void> done : all) {
                done.get(stage.timings().patience().toMillis(), TimeUnit.MILLISECONDS);
            }
            stage.checkEqual(
                    objectsOfOne, stage.witness().topology(topic.name()).size(), "objects", "objects on the broker");
        }
        stage.program().publishAll(topic, Program.numbered(100, null));
        stage.awaitCount("lost", Kind.OK, 100);
        stage.quiet();
        stage.checkEqual(100, stage.count(Kind.START), "count", "deliveries");
    }

    private void verifyOnly(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program careful = stage.program(config -> config.with("crossdock.provision", "verify"));
        MessagingException noTopic = stage.refused(
                ErrorCode.NOT_FOUND,
                "topic",
                () -> careful.messaging().consume(topic, GROUP).handle(d -> {}));
        named(stage, noTopic, topic.name());
        stage.program().messaging().publisher(topic);
        MessagingException noGroup = stage.refused(
                ErrorCode.NOT_FOUND,
                "group",
                () -> careful.messaging().consume(topic, GROUP).handle(d -> {}));
        named(stage, noGroup, GROUP);
        stage.program().consume(topic, GROUP).handle().close();
        careful.consume(topic, GROUP).handle();
        careful.publish(topic, Message.of(new byte[] {1}));
        stage.awaitCount("lost", Kind.OK, 1);
        stage.quiet();
    }

    private void createsNothing(Stage stage) throws Exception {
        Topic<byte[]> missing = stage.topic();
        Program trusting = stage.program(config -> config.with("crossdock.provision", "none"));
        stage.refused(
                ErrorCode.NOT_FOUND,
                "missing",
                () -> trusting.messaging().consume(missing, GROUP).handle(d -> {}));
        stage.checkEqual(Set.of(), stage.witness().topology(missing.name()), "created", "objects");
        Topic<byte[]> topic = stage.topic();
        stage.program().consume(topic, GROUP).handle().close();
        Set<Address> before = stage.witness().topology(topic.name());
        trusting.consume(topic, GROUP).handle();
        trusting.publish(topic, Message.of(new byte[] {1}));
        stage.awaitCount("lost", Kind.OK, 1);
        stage.checkEqual(before, stage.witness().topology(topic.name()), "changed", "objects");
    }

    private void otherSettings(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        // The consumer that asks for another order writes nothing down, and may begin a message before it closes.
        stage.claims().notTallied(topic.name() + " → " + GROUP);
        stage.claims().attemptsNotJudged(topic.name() + " → " + GROUP);
        Program program = stage.program();
        program.consume(topic, GROUP).handle().close();
        stage.claims().unfinished(topic.name() + " → " + GROUP);
        program.publishAll(topic, Program.numbered(20, "k"));
        Set<Address> before = stage.witness().topology(topic.name());
        try {
            program.messaging()
                    .consume(topic, GROUP)
                    .ordering(Ordering.PER_KEY)
                    .handle(delivery -> {
                        throw new IllegalStateException("kept for later");
                    })
                    .close();
        } catch (MessagingException e) {
            boolean typed = e.code() == ErrorCode.CONFLICT || e.code() == ErrorCode.UNSUPPORTED;
            stage.check(typed, "code", "wanted CONFLICT, found " + e);
            named(stage, e, "order");
        }
        stage.checkEqual(before, stage.witness().topology(topic.name()), "objects", "objects");
        stage.checkEqual(
                20L, stage.witness().depth(new Address.Inbox(topic.name(), GROUP)), "messages", "messages kept");
        program.consume(topic, GROUP).handle();
        stage.await("usable", "the group to be usable as before", () -> stage.count(Kind.OK) == 20);
    }

    private void namesNeverMeet(Stage stage) throws Exception {
        Set<String> stems = new LinkedHashSet<>();
        Random random = stage.random();
        String alphabet = "aA.-_/ :%*>#$+~\\'\"@!?=&;,()[]{}|^`ü😅é%2E0";
        int[] letters = alphabet.codePoints().toArray();
        // A real broker takes its time to make queues; the transport's own tests try names by the thousand.
        int many = stage.harness().identity().embedded() ? 250 : 60;
        while (stems.size() < many) {
            StringBuilder name = new StringBuilder();
            int length = 1 + random.nextInt(4);
            for (int i = 0; i < length; i++) {
                name.appendCodePoint(letters[random.nextInt(letters.length)]);
            }
            stems.add(name.toString());
        }
        String common = stage.name("n");
        Program program = stage.program();
        List<String> names = new ArrayList<>();
        for (String stem : stems) {
            String name = (common + stem).strip();
            if (names.contains(name)) {
                continue;
            }
            names.add(name);
            program.consume(stage.topic(name), stem.strip().isEmpty() ? "g" : stem.strip())
                    .handle()
                    .close();
            stage.claims().unfinished(name + " → " + (stem.strip().isEmpty() ? "g" : stem.strip()));
        }
        for (String name : names) {
            program.publish(stage.topic(name), Message.of(name.getBytes(StandardCharsets.UTF_8)));
        }
        int seen = 0;
        for (String name : names) {
            for (Address address : stage.witness().topology(name)) {
                if (address instanceof Address.Inbox inbox) {
                    List<WireMessage> messages = stage.witness().peek(inbox);
                    stage.checkEqual(1, messages.size(), "met", "messages of '" + name + "' in " + inbox);
                    stage.checkEqual(
                            name, new String(messages.get(0).body(), StandardCharsets.UTF_8), "met", "the message");
                    seen++;
                }
            }
        }
        stage.checkEqual(names.size(), seen, "inboxes", "inboxes");
        List<Places.Probe> probes = names.stream()
                .limit(10)
                .map(name -> new Places.Probe(name + "2", "group", Ordering.UNORDERED, List.of("k")))
                .toList();
        stage.checkSamePlaces("elsewhere", probes);
        String longest = "x".repeat(128);
        program.consume(stage.topic(longest), longest).handle().close();
        stage.claims().unfinished(longest + " → " + longest);
        stage.refused(ErrorCode.INVALID_ARGUMENT, "length", () -> stage.topic("x".repeat(129)));
        stage.refused(
                ErrorCode.INVALID_ARGUMENT,
                "group",
                () -> program.messaging()
                        .consume(stage.topic(longest), "x".repeat(129))
                        .handle(d -> {}));
    }

    private void plannedAndApplied(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Duration limit = stage.timings().lease().multipliedBy(2);
        Program program = stage.program(config -> config.with("crossdock.provision", "verify"));
        GroupTopology topology = program.messaging()
                .consume(topic, GROUP)
                .lease(stage.timings().lease())
                .maxHandlerTime(limit)
                .topology();
        List<TopologyObject> nothing = topology.plan();
        Set<TopologyObject.Kind> kinds = EnumSet.noneOf(TopologyObject.Kind.class);
        nothing.forEach(object -> kinds.add(object.kind()));
        boolean whole = kinds.containsAll(
                Set.of(TopologyObject.Kind.TOPIC, TopologyObject.Kind.INBOX, TopologyObject.Kind.DEAD_LETTERS));
        stage.check(whole, "whole", "wanted topic, inbox and dead letters in a plan, found " + nothing);
        allAre(stage, TopologyObject.State.MISSING, nothing, "missing");
        stage.check(
                found(topology, Duration.ZERO, "missing-dead-letters"),
                "judged",
                "that there are no dead letters is no error");
        stage.checkEqual(Set.of(), stage.witness().topology(topic.name()), "created", "objects after a plan");

        List<TopologyObject> applied = topology.apply();
        allAre(stage, TopologyObject.State.PRESENT, applied, "present");
        stage.checkEqual(abouts(nothing), abouts(applied), "same", "objects of a plan");
        allAre(stage, TopologyObject.State.PRESENT, topology.apply(), "again");
        Set<Address> there = stage.witness().topology(topic.name());
        allAre(stage, TopologyObject.State.PRESENT, topology.plan(), "plan");
        stage.check(found(topology, limit.plusSeconds(1), "handler-time"), "slow", "slow handlers are no error");
        boolean well = topology.findings(limit).stream()
                .noneMatch(finding -> finding.severity() == TopologyFinding.Severity.ERROR);
        stage.check(well, "well", "found errors of a new group: " + topology.findings(limit));
        stage.checkEqual(there, stage.witness().topology(topic.name()), "changed", "objects after questions");

        program.publish(topic, Message.of(new byte[] {1}));
        program.consume(topic, GROUP).handle();
        program.publish(topic, Message.of(new byte[] {2}));
        stage.awaitCount("lost", Kind.OK, 2);
        stage.quiet();
        stage.checkEqual(2, stage.count(Kind.START), "count", "deliveries");
    }

    private static void allAre(Stage stage, TopologyObject.State wanted, List<TopologyObject> plan, String code) {
        boolean all = plan.stream().allMatch(object -> object.state() == wanted);
        stage.check(all, code, "wanted everything " + wanted + ", found " + plan);
    }

    private static List<String> abouts(List<TopologyObject> plan) {
        return plan.stream().map(TopologyObject::about).toList();
    }

    private static boolean found(GroupTopology topology, Duration handlerTime, String code) {
        return topology.findings(handlerTime).stream()
                .anyMatch(
                        finding -> finding.code().equals(code) && finding.severity() == TopologyFinding.Severity.ERROR);
    }

    private static void named(Stage stage, MessagingException error, String what) {
        stage.check(
                String.valueOf(error.getMessage()).contains(what),
                "named",
                "the error does not name '" + what + "': " + error.getMessage());
    }
}
