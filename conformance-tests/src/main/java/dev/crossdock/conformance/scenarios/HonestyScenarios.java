package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Capability;
import dev.crossdock.conformance.CapabilityManifest;
import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.Support;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Capabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** O. Configuration and honesty about capabilities. */
final class HonestyScenarios implements Section {
    private static final String GROUP = "group";

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of(
                "O01", this::manifestIsTotal,
                "O02", this::everyNoIsRefused,
                "O03", this::limitsAreTrue,
                "O04", this::badConfiguration,
                "O05", this::safeDefaults);
    }

    private void manifestIsTotal(Stage stage) {
        CapabilityManifest manifest = stage.manifest();
        for (Capability capability : Capability.values()) {
            stage.check(manifest.support().containsKey(capability), "gap", "no answer for " + capability);
        }
        Capabilities limits = manifest.limits();
        stage.check(limits.maxMessageBytes() >= 1_024, "size", "the largest message is " + limits.maxMessageBytes());
        stage.check(limits.maxHeaders() >= 16, "headers", "at most " + limits.maxHeaders() + " headers");
        stage.check(!limits.maxSendDelay().isNegative(), "delay", "the longest delay is " + limits.maxSendDelay());
        stage.check(!limits.maxReleaseDelay().isNegative(), "delay", "the longest release " + limits.maxReleaseDelay());
        stage.check(limits.maxHold().toSeconds() >= 1, "hold", "the longest hold is " + limits.maxHold());
        stage.checkEqual(limits, stage.harness().capabilities(), "same", "the capabilities asked for twice");
        Map<Capability, Support> gap = new TreeMap<>(manifest.support());
        gap.remove(Capability.ORDER);
        boolean refused = false;
        try {
            new CapabilityManifest(gap, limits);
        } catch (IllegalArgumentException e) {
            refused = true;
        }
        stage.check(refused, "hole", "a manifest without an answer is accepted");
    }

    private void everyNoIsRefused(Stage stage) throws Exception {
        CapabilityManifest manifest = stage.manifest();
        Program program = stage.program();
        int probes = 0;
        if (manifest.of(Capability.ORDER) == Support.NO) {
            Topic<byte[]> topic = stage.topic();
            stage.refused(
                    ErrorCode.UNSUPPORTED,
                    "order",
                    () -> program.messaging()
                            .consume(topic, GROUP)
                            .ordering(Ordering.PER_KEY)
                            .handle(delivery -> {}));
            stage.checkEqual(0L, inboxes(stage, topic), "left", "inboxes left by a refused consumer");
            probes++;
        }
        Topic<byte[]> replayed = stage.topic();
        program.messaging().publisher(replayed);
        if (manifest.of(Capability.REPLAY) == Support.NO) {
            MessagingException error = stage.refused(
                    ErrorCode.UNSUPPORTED,
                    "replay",
                    () -> program.messaging()
                            .consume(replayed, GROUP)
                            .startFrom(StartFrom.EARLIEST)
                            .handle(delivery -> {}));
            stage.check(
                    String.valueOf(error.getMessage()).contains("start-from"),
                    "named",
                    "the error does not name the setting start-from: " + error.getMessage());
            stage.checkEqual(0L, inboxes(stage, replayed), "left", "inboxes left by a refused consumer");
            probes++;
        } else {
            program.consume(replayed, GROUP)
                    .with(builder -> builder.startFrom(StartFrom.EARLIEST))
                    .handle();
        }
        long saidNo = manifest.support().values().stream()
                .filter(support -> support == Support.NO)
                .count();
        stage.checkEqual((long) probes, saidNo, "unprobed", "capabilities that are NO, each with a probe,");
    }

    private void limitsAreTrue(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Program program = stage.program();
        program.consume(topic, GROUP).handle();
        int most = stage.harness().capabilities().maxHeaders();
        int own = 3;
        int accepted = 0;
        for (int count : new int[] {most - own, most - own + 1}) {
            Message<byte[]> message = Message.of(new byte[] {1});
            for (int i = 0; i < count; i++) {
                message = message.withHeader("h" + i, "v");
            }
            Message<byte[]> full = message;
            if (count + own <= most) {
                program.publish(topic, full);
                accepted++;
            } else {
                stage.refused(ErrorCode.TOO_LARGE, "headers", () -> program.publish(topic, full));
            }
        }
        program.publish(
                topic,
                Message.of(new byte[] {1}).withKey("k".repeat(4_096)).withHeader("n".repeat(64), "v".repeat(4_096)));
        accepted++;
        stage.refused(
                ErrorCode.INVALID_ARGUMENT,
                "key",
                () -> program.publish(topic, Message.of(new byte[] {1}).withKey("k".repeat(4_097))));
        stage.refused(
                ErrorCode.INVALID_ARGUMENT,
                "name",
                () -> program.publish(topic, Message.of(new byte[] {1}).withHeader("n".repeat(65), "v")));
        stage.refused(
                ErrorCode.INVALID_ARGUMENT,
                "id",
                () -> Message.of(new byte[] {1}).withId("i".repeat(256)));
        program.publish(topic, Message.of(new byte[] {1}).withId("i".repeat(255)));
        accepted++;
        stage.awaitCount("lost", Kind.OK, accepted);
        stage.quiet();
    }

    private void badConfiguration(Stage stage) throws Exception {
        MessagingConfig good = stage.config();
        String transport = String.valueOf(good.properties().get("crossdock.transport"));
        record Bad(String key, String value, String named) {}
        List<Bad> all = List.of(
                new Bad("crossdock.tranport", "x", "crossdock.tranport"),
                new Bad("crossdock.publish.timeout", "soon", "crossdock.publish.timeout"),
                new Bad("crossdock.publish.timeout", "-1s", "crossdock.publish.timeout"),
                new Bad("crossdock.publish.max-in-flight", "0", "crossdock.publish.max-in-flight"),
                new Bad("crossdock.provision", "maybe", "crossdock.provision"),
                new Bad("crossdock.close-timeout", "", "crossdock.close-timeout"),
                new Bad("crossdock.idempotency.store", "nowhere", "crossdock.idempotency.store"),
                new Bad("crossdock." + transport + ".no-such-key", "1", "no-such-key"),
                new Bad("crossdock.consumer.orders.billing.concurency", "8", "concurency"),
                new Bad("crossdock.consumer.orders.billing.concurrency", "many", "concurrency"),
                new Bad("crossdock.transport", "pigeon", "pigeon"));
        for (Bad bad : all) {
            MessagingException error = stage.refused(
                    ErrorCode.INVALID_CONFIGURATION,
                    "accepted",
                    () -> stage.harness()
                            .open(good.with(bad.key(), bad.value()))
                            .close());
            stage.check(
                    String.valueOf(error.getMessage()).contains(bad.named()),
                    "named",
                    "the error does not name " + bad.named() + ": " + error.getMessage());
        }
        MessagingException missing = stage.refused(
                ErrorCode.INVALID_CONFIGURATION,
                "pigeon",
                () -> stage.harness()
                        .open(good.with("crossdock.transport", "pigeon"))
                        .close());
        stage.check(
                String.valueOf(missing.getMessage()).contains("inmemory")
                        || String.valueOf(missing.getMessage()).contains(transport),
                "listed",
                "the error does not list the transports that are there: " + missing.getMessage());
        Program program = stage.program();
        Topic<byte[]> topic = stage.topic();
        stage.refused(
                ErrorCode.INVALID_ARGUMENT,
                "concurrency",
                () -> program.messaging().consume(topic, GROUP).concurrency(0).handle(delivery -> {}));
        stage.refused(
                ErrorCode.INVALID_ARGUMENT,
                "contradiction",
                () -> program.messaging()
                        .consume(topic, GROUP)
                        .lease(java.time.Duration.ofMinutes(2))
                        .maxHandlerTime(java.time.Duration.ofMinutes(1))
                        .handle(delivery -> {}));
        Program overridden = stage.program(
                config -> config.with("crossdock.consumer." + topic.name() + "." + GROUP + ".concurrency", "3"));
        CountDownLatch three = new CountDownLatch(3);
        overridden.consume(topic, GROUP).handle(delivery -> {
            three.countDown();
            three.await();
        });
        overridden.publishAll(topic, Program.numbered(3, null));
        stage.awaitCount("override", Kind.OK, 3);
    }

    private void safeDefaults(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Address.Inbox inbox = new Address.Inbox(topic.name(), GROUP);
        Program program = stage.program();
        CountDownLatch mayEnd = new CountDownLatch(1);
        List<Message<byte[]>> sent = new ArrayList<>(Program.numbered(200, null));
        // Nothing but the handler is said: not even the lease.
        program.messaging().consume(topic, GROUP).handle(delivery -> mayEnd.await());
        sent.forEach(message -> program.messaging().publisher(topic).publish(message));
        stage.await("started", "the first to be on loan", () -> stage.witness().unsettled(inbox) > 0);
        stage.listen();
        long onLoan = stage.witness().unsettled(inbox);
        stage.check(onLoan <= 16, "prefetch", "wanted at most 16 on loan by default, found " + onLoan);
        stage.checkEqual(200L, stage.witness().depth(inbox), "settled", "messages before any handler has ended");
        mayEnd.countDown();
        stage.await("settles", "all to be settled", () -> stage.witness().depth(inbox) == 0);
        boolean keepsDeadLetters =
                stage.witness().topology(topic.name()).contains(new Address.DeadLetters(topic.name(), GROUP));
        stage.check(keepsDeadLetters, "dead", "there is no place for dead letters by default");
    }

    private static long inboxes(Stage stage, Topic<byte[]> topic) {
        return stage.witness().topology(topic.name()).stream()
                .filter(address -> address instanceof Address.Inbox)
                .count();
    }
}
