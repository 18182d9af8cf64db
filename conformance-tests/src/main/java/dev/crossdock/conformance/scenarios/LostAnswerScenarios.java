package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.network.Direction;
import dev.crossdock.conformance.network.Link;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** N. A connection that breaks at the one moment at which nobody can know how it ended. */
final class LostAnswerScenarios implements Section {
    private static final String GROUP = "group";
    private static final String ONCE = "once";

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("N07", this::confirmIsLost, "N08", this::settlementIsLost);
    }

    private void confirmIsLost(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        Address.Inbox inbox = new Address.Inbox(topic.name(), ONCE);
        Program declaring = stage.program();
        declaring.consume(topic, ONCE).handle().close();
        declaring.close();
        Program publishing = stage.program();
        publishing.publish(topic, Message.of(new byte[] {0}));
        Message<byte[]> message = Message.of(new byte[] {1});
        Link link = stage.link();
        int broken = link.broken();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        stage.during("the answer is lost", () -> {
            link.hold(Direction.TO_CLIENTS);
            publishing.publishAsync(topic, message).whenComplete((nothing, failure) -> ended.complete(null));
            stage.await(
                    "stored",
                    "the broker to have the message",
                    () -> stage.witness().depth(inbox) >= 2);
            stage.check(!ended.isDone(), "early", "the publish has ended though nobody could answer it");
            link.reset();
            link.mend();
        });
        stage.check(link.broken() > broken, "vacuous", "no connection was broken");
        stage.await("ends", "the publish to end", ended::isDone);
        // A client that repeats by itself may know by now; nobody may say that it will never arrive.
        stage.checkEqual(0, stage.count(Kind.REJECTED), "rejected", "publishes that are said to have failed");
        republish(stage, publishing, topic, message);
        Program consuming = stage.program();
        Program.MemberBuilder member = consuming.consume(topic, ONCE);
        member.idempotent(Idempotency.byMessageId()).handle(member::effect);
        stage.await("lost", "both messages to be handled", () -> stage.count(Kind.OK) >= 2);
        stage.quiet();
        stage.checkEqual(2, stage.count(Kind.EFFECT), "effects", "effects of two messages, one of them sent twice");
    }

    private void settlementIsLost(Stage stage) throws Exception {
        Topic<byte[]> topic = stage.topic();
        CountDownLatch mayEnd = new CountDownLatch(2);
        CountDownLatch broken = new CountDownLatch(1);
        Program plain = stage.program();
        Program once = stage.program();
        plain.consume(topic, GROUP).handle(delivery -> {
            mayEnd.countDown();
            broken.await();
        });
        Program.MemberBuilder member = once.consume(topic, ONCE);
        member.idempotent(Idempotency.byMessageId()).handle(delivery -> {
            member.effect(delivery);
            mayEnd.countDown();
            broken.await();
        });
        stage.program().publish(topic, Message.of(new byte[] {1}));
        stage.await("start", "both groups to have it", () -> mayEnd.getCount() == 0);
        Link link = stage.link();
        int before = link.broken();
        stage.during("the settlement is lost", () -> {
            link.hold(Direction.TO_BROKER);
            long passed = link.passed(Direction.TO_BROKER);
            broken.countDown();
            stage.awaitCount("handled", Kind.OK, 2);
            // Long enough for the client to say so, and not for the loan to end.
            boolean unused =
                    stage.history().await(() -> false, stage.timings().lease().dividedBy(4));
            stage.checkEqual(passed, link.passed(Direction.TO_BROKER), "leaky", "bytes that reached the broker");
            link.reset();
            link.mend();
        });
        stage.check(link.broken() > before, "vacuous", "no connection was broken");
        for (String group : new String[] {GROUP, ONCE}) {
            stage.await(
                    "unsettled",
                    "the message to be settled in " + group,
                    () -> stage.witness().depth(new Address.Inbox(topic.name(), group)) == 0);
        }
        stage.quiet();
        stage.checkEqual(1, stage.count(Kind.EFFECT), "effects", "effects of one message");
        stage.check(
                stage.count(Kind.START, GROUP) <= 2,
                "again",
                "it was delivered " + stage.count(Kind.START, GROUP) + " times for one settlement that was lost");
    }

    /** With the same id, until it is confirmed. */
    private static void republish(Stage stage, Program program, Topic<byte[]> topic, Message<byte[]> message)
            throws InterruptedException {
        stage.await("republished", "the message to be confirmed", () -> {
            try {
                program.publish(topic, message);
                return true;
            } catch (MessagingException e) {
                if (!e.code().isRetryable()) {
                    throw e;
                }
                return false;
            }
        });
    }
}
