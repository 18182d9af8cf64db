package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.BrokerSecurity;
import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Rotation;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.network.Certificates;
import dev.crossdock.conformance.network.Front;
import dev.crossdock.conformance.process.Worker;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.Delivery;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** P. Secrets: that they change without a restart, and are seen by nobody. */
final class SecretScenarios implements Section {
    private static final String GROUP = "group";
    private static final String ELSEWHERE = "elsewhere";
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final byte POISON = 9;
    private static final Duration WATCH = Duration.ofSeconds(6);
    private static final Duration PAUSE = Duration.ofMillis(500);

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("P05", this::changed);
    }

    private void changed(Stage stage) throws Exception {
        BrokerSecurity security = stage.security();
        Certificates ours = Certificates.create();
        Path identity = ours.identity("localhost");
        Map<String, String> fronted = security.throughFront(ours.trustStore(), null, Certificates.PASSWORD);
        Path file = Files.createTempFile("crossdock-secret", "");
        file.toFile().deleteOnExit();
        synchronized (security) {
            Rotation account = security.rotation();
            String first = account.secret();
            account.writeTo(file);
            MessagingConfig config = MessagingConfig.of(account.in(fronted, file))
                    .with("crossdock.close-timeout", "2s")
                    .with("crossdock.publish.timeout", "5s");
            try (Overheard overheard = Overheard.begin()) {
                Play play;
                int connections;
                try (Front front = Front.tls(security.frontPort(), security.behindFront(), identity, null)) {
                    play = new Play(stage, config, overheard);
                    play.goesOn("before");
                    connections = front.connections();
                    stage.check(connections > 0, "vacuous", "nobody has used the front");
                }
                account.change();
                try (Front front = Front.tls(security.frontPort(), security.behindFront(), identity, null)) {
                    play.isRefused();
                    play.knocksSoftly(front, connections);
                    account.writeTo(file);
                    play.goesOn("after");
                    play.buries();
                    play.shows(account.in(fronted, file));
                    overheard.check(stage, "shown", List.of(first, account.secret(), security.password()));
                    play.end();
                }
            }
        }
    }

    /** A program that publishes and consumes, and another process that consumes. */
    private static final class Play {
        private final Stage stage;
        private final MessagingConfig config;
        private final Overheard overheard;
        private final Topic<byte[]> topic;
        private final Program program;
        private final Consumer consumer;
        private final Worker worker;
        private final AtomicReference<@Nullable MessagingException> refusal = new AtomicReference<>();

        Play(Stage stage, MessagingConfig config, Overheard overheard) throws Exception {
            this.stage = stage;
            this.config = config;
            this.overheard = overheard;
            this.topic = stage.topic();
            this.program = stage.program(unused -> config);
            // To the broker a connection that is cut is as a process that dies: what was fetched may count.
            stage.claims().attemptsNotJudged(topic.name() + " → " + GROUP);
            stage.claims().attemptsNotJudged(topic.name() + " → " + ELSEWHERE);
            this.consumer = program.consume(topic, GROUP)
                    .with(builder -> builder.retry(RetryPolicy.never()))
                    .handle(this::handle);
            this.worker = stage.worker(config, topic, ELSEWHERE)
                    .overheardBy(overheard::listen)
                    .start();
        }

        private void handle(Delivery<byte[]> delivery) {
            overheard.listen(delivery.headers().toString());
            MessagingException thrown = refusal.get();
            if (thrown != null && delivery.body()[0] == POISON) {
                throw thrown;
            }
        }

        /** Sends until one is confirmed, and both groups have got another one. */
        void goesOn(String code) throws Exception {
            int here = stage.count(Kind.OK, GROUP);
            int there = stage.count(Kind.OK, ELSEWHERE);
            stage.await(code, "a message that is confirmed", () -> {
                boolean confirmed = publish(1) == null;
                return confirmed || pause();
            });
            stage.await(
                    code,
                    "a message for each group",
                    () -> stage.count(Kind.OK, GROUP) > here && stage.count(Kind.OK, ELSEWHERE) > there);
            // What is cut off before it is settled comes a second time, which is another story.
            for (String group : List.of(GROUP, ELSEWHERE)) {
                Address.Inbox inbox = new Address.Inbox(topic.name(), group);
                stage.await(
                        code,
                        "an inbox with nothing in it",
                        () -> stage.witness().depth(inbox) == 0);
            }
        }

        /** Nothing is published, and whoever asks how things are learns that the account is not let in. */
        void isRefused() throws Exception {
            stage.await("told", "a health that tells of UNAUTHENTICATED, while publishes fail", () -> {
                MessagingException failure = publish(2);
                stage.check(failure != null, "accepted", "a message was published with a secret of the past");
                refusal.set(failure);
                Map<String, String> problems = program.messaging().health().problems();
                overheard.listen(problems.toString());
                return problems.values().stream().anyMatch(text -> text.contains("UNAUTHENTICATED")) || pause();
            });
        }

        /** While nobody publishes, each of the connections that there were is tried once a second at most. */
        void knocksSoftly(Front door, int connections) throws Exception {
            int before = door.connections();
            boolean unused = stage.history().await(() -> false, WATCH);
            int knocks = door.connections() - before;
            stage.check(
                    knocks <= connections * (WATCH.toSeconds() + 1),
                    "tight",
                    knocks + " attempts in " + WATCH + " to make " + connections + " connections again");
        }

        /** A dead letter tells why it is one: here because the broker has refused a secret. */
        void buries() throws Exception {
            int dead = stage.count(Kind.DEAD_LETTERED);
            program.publish(topic, Message.of(new byte[] {POISON}).withHeader("traceparent", TRACE));
            stage.await("dead", "a dead letter", () -> stage.count(Kind.DEAD_LETTERED) > dead);
            DeadLetter letter = program.deadLetters(topic, GROUP).browse(1).get(0);
            overheard.listen(letter.toString());
            overheard.listen(letter.headers() + letter.error());
            for (WireMessage stored : stage.witness().peek(new Address.DeadLetters(topic.name(), GROUP))) {
                overheard.listen(stored.headers().toString());
            }
        }

        /** All that can be printed. */
        void shows(Map<String, String> settings) {
            for (Object each : List.of(config, program.messaging(), consumer, MessagingConfig.of(settings))) {
                overheard.listen(each.toString());
            }
            overheard.listen(program.messaging().health().toString());
            for (MessagingEvent event : stage.observed()) {
                overheard.listen(event.toString());
                if (event instanceof MessagingEvent.ConnectionLost lost) {
                    overheard.listen(lost.cause());
                }
            }
        }

        void end() {
            worker.stop();
            program.close();
        }

        private @Nullable MessagingException publish(int body) {
            try {
                program.publish(topic, Message.of(new byte[] {(byte) body}).withHeader("traceparent", TRACE));
                return null;
            } catch (MessagingException e) {
                overheard.listen(e);
                return e;
            }
        }

        private boolean pause() {
            try {
                boolean unused = stage.history().await(() -> false, PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        }
    }
}
