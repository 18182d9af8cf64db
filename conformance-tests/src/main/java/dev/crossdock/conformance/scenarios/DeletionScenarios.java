package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.messaging.Health;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import java.util.List;
import java.util.Map;

/** N. What somebody deletes on the broker while programs use it. */
final class DeletionScenarios implements Section {
    private static final String GROUP = "group";
    private static final String POISON = "poison";

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("N12", this::nowhereForTheDead, "N14", this::inboxIsDeleted);
    }

    private void nowhereForTheDead(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Address.DeadLetters dead = new Address.DeadLetters(topic.name(), GROUP);
        declare(stage, topic);
        // Whoever may create nothing cannot heal it by itself.
        Program program = stage.program(config -> config.with("crossdock.provision", "none"));
        program.consume(topic, GROUP)
                .concurrency(2)
                .with(builder -> builder.retry(RetryPolicy.never()))
                .handle(delivery -> {
                    if (delivery.headers().get(POISON) != null) {
                        throw new IllegalStateException("poison");
                    }
                });
        stage.witness().remove(dead);
        Message<byte[]> poison = Message.of(new byte[] {1}).withHeader(POISON, "yes");
        program.publish(topic, poison);
        stage.await(
                "told",
                "observers to be told that it cannot be handed over",
                () -> stage.observed().stream().anyMatch(MessagingEvent.HandOverFailed.class::isInstance));
        List<Message<byte[]>> good = Program.numbered(10, null);
        good.forEach(message -> program.publish(topic, message));
        stage.await("flow", "what comes after it to be handled", () -> stage.count(Kind.OK) >= good.size());
        stage.checkEqual(0, stage.count(Kind.DEAD_LETTERED), "early", "dead letters while there is no place for them");
        stage.check(
                stage.witness().depth(new Address.Inbox(topic.name(), GROUP)) >= 1,
                "settled",
                "the message was settled though there is no dead letter of it");
        stage.check(
                program.messaging().health().status() != Health.Status.UP,
                "health",
                "health says that all is well: " + program.messaging().health());
        declare(stage, topic);
        stage.awaitCount("lost", Kind.DEAD_LETTERED, 1);
        stage.await(
                "there", "one dead letter on the broker", () -> stage.witness().depth(dead) == 1);
        stage.await(
                "healed",
                "health to say that all is well",
                () -> program.messaging().health().status() == Health.Status.UP);
        stage.quiet();
        stage.checkEqual(1L, stage.witness().depth(dead), "twice", "dead letters on the broker");
    }

    private void inboxIsDeleted(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Address.Inbox inbox = new Address.Inbox(topic.name(), GROUP);
        Program program = stage.program();
        program.consume(topic, GROUP).concurrency(4).handle();
        program.publish(topic, Message.of(new byte[] {0}));
        stage.awaitCount("begun", Kind.OK, 1);
        stage.during("somebody deletes what the group reads", () -> {
            stage.witness().remove(inbox);
            stage.await(
                    "back",
                    "the consumer to make it anew",
                    () -> stage.witness().topology(topic.name()).contains(inbox)
                            && stage.witness().receivers(inbox) == 1);
        });
        ConfirmedLoad load = ConfirmedLoad.start(stage, program, topic, 50);
        load.awaitEnd();
        load.awaitHandled(GROUP);
        stage.await(
                "healed",
                "health to say that all is well",
                () -> program.messaging().health().status() == Health.Status.UP);
        stage.quiet();
    }

    private static void declare(Stage stage, Topic<byte[]> topic) {
        Program declaring = stage.program();
        declaring.messaging().consume(topic, GROUP).topology().apply();
        declaring.close();
    }
}
