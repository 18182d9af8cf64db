package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.BrokerSecurity;
import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.network.Certificates;
import dev.crossdock.conformance.network.Front;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Topic;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** L. What a program does whose broker cannot be found, or is not there yet. */
final class StartScenarios implements Section {
    // A name that no name server may ever know (RFC 6761).
    private static final String NOWHERE = "broker.invalid";
    private static final Duration REST = Duration.ofSeconds(1);

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("L05", this::beforeItsBroker);
    }

    private void beforeItsBroker(Stage stage) throws Exception {
        BrokerSecurity security = stage.security();
        Certificates ours = Certificates.create();
        Map<String, String> secured = security.throughFront(ours.trustStore(), null, Certificates.PASSWORD);
        Map<String, String> elsewhere = new TreeMap<>(secured);
        elsewhere.replaceAll((key, value) -> value.replace("localhost", NOWHERE));
        unavailable(stage, "host", elsewhere);
        synchronized (security) {
            unavailable(stage, "absent", secured);
            CompletableFuture<Program> patient = new CompletableFuture<>();
            try (Front closedDoor = Front.plain(security.frontPort(), nobody())) {
                open(stage, secured, patient);
                stage.await(
                        "once", "a second attempt to connect", () -> patient.isDone() || closedDoor.connections() > 1);
                restsBetweenKnocks(stage, closedDoor);
                stage.check(!patient.isDone(), "impatient", "opening has ended too soon: " + outcome(patient));
            }
            try (Front front =
                    Front.tls(security.frontPort(), security.behindFront(), ours.identity("localhost"), null)) {
                Program program = patient.get(stage.timings().patience().toMillis(), TimeUnit.MILLISECONDS);
                Topic<byte[]> topic = stage.topic();
                program.consume(topic, "group").handle();
                program.publish(topic, Message.of(new byte[] {1}));
                stage.awaitCount("late", Kind.OK, 1);
                stage.check(front.connections() > 0, "vacuous", "nobody has used the front");
                program.close();
            }
        }
    }

    private static void unavailable(Stage stage, String code, Map<String, String> secured) throws Exception {
        Duration limit = stage.timings().patience();
        long began = System.nanoTime();
        MessagingException error =
                stage.refused(ErrorCode.UNAVAILABLE, code, () -> stage.program(config -> MessagingConfig.of(secured)));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        stage.check(took.compareTo(limit) < 0, code, "it took " + took + " to find out that nobody is there");
        stage.check(error.code().isRetryable(), code, "an absent broker is called permanent: " + error);
    }

    private static void open(Stage stage, Map<String, String> secured, CompletableFuture<Program> opened) {
        MessagingConfig waiting = MessagingConfig.of(secured)
                .with("crossdock.close-timeout", "2s")
                .with("crossdock.start.wait", "10m");
        Thread opening = new Thread(
                () -> {
                    try {
                        opened.complete(stage.program(config -> waiting));
                    } catch (Throwable refused) {
                        opened.completeExceptionally(refused);
                    }
                },
                stage.id() + "-opening");
        opening.setDaemon(true);
        opening.start();
    }

    /** A broker that stays away is left in peace between attempts, however often a native client has tried at first. */
    private static void restsBetweenKnocks(Stage stage, Front door) throws InterruptedException {
        AtomicInteger knocks = new AtomicInteger(-1);
        AtomicLong since = new AtomicLong();
        stage.await("tight", "a second without an attempt to connect", () -> {
            int now = door.connections();
            if (knocks.getAndSet(now) != now) {
                since.set(System.nanoTime());
            }
            return System.nanoTime() - since.get() > REST.toNanos();
        });
    }

    private static String outcome(CompletableFuture<Program> opening) {
        return opening.handle((program, refusal) -> refusal == null ? "it is open" : refusal.toString())
                .getNow("nothing yet");
    }

    /** An address at which nobody listens. */
    private static InetSocketAddress nobody() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        }
    }
}
