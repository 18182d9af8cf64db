package dev.crossdock.conformance.stores;

import com.zaxxer.hikari.HikariDataSource;
import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Delivery;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.Topic;
import dev.crossdock.store.jdbc.TransactionalInbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/** A process that consumes a topic through an inbox, one message at a time, and dies at one of them. */
final class InboxProcess implements AutoCloseable {
    static final String GROUP = "billing";
    private static final String READY = "ready";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Where it dies. */
    enum Death {
        /** With the effect and the mark written, and neither committed. */
        BEFORE_THE_COMMIT,
        /** With both committed, and the message not settled. */
        AFTER_THE_COMMIT,
        NEVER
    }

    private final Process process;

    private InboxProcess(Process process) {
        this.process = process;
    }

    private record Plan(
            Map<String, String> configuration,
            String topic,
            String url,
            String user,
            String password,
            Death death,
            int at) {}

    /** Starts it; returns when its consumer receives. */
    static InboxProcess start(
            Map<String, String> configuration, String topic, DatabaseServer database, Death death, int at)
            throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InboxProcess.class.getName())
                .redirectErrorStream(true)
                .start();
        Plan plan = new Plan(
                new TreeMap<>(configuration), topic, database.url(), database.user(), database.password(), death, at);
        process.getOutputStream().write((JSON.writeValueAsString(plan) + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder printed = new StringBuilder();
        for (String line = lines.readLine(); !READY.equals(line); line = lines.readLine()) {
            if (line == null) {
                throw new IllegalStateException("the process ended by itself: " + printed);
            }
            printed.append(line).append('\n');
        }
        // Nobody reads on, and a full pipe would stop it.
        Thread reader = new Thread(() -> lines.lines().forEach(line -> {}), "reads-inbox-process");
        reader.setDaemon(true);
        reader.start();
        return new InboxProcess(process);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws Exception {
        BufferedReader fromParent = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Plan plan = JSON.readValue(fromParent.readLine(), Plan.class);
        HikariDataSource source = new HikariDataSource();
        source.setJdbcUrl(plan.url());
        source.setUsername(plan.user());
        source.setPassword(plan.password());
        source.setMaximumPoolSize(2);
        AtomicInteger written = new AtomicInteger();
        AtomicInteger committed = new AtomicInteger();
        MessagingConfig config = MessagingConfig.of(plan.configuration()).withObserver(event -> {
            if (event instanceof MessagingEvent.Handled) {
                dieAt(Death.AFTER_THE_COMMIT, plan, committed);
            }
        });
        TransactionalInbox inbox = TransactionalInbox.over(source);
        var unused = Messaging.open(config)
                .consume(Topic.of(plan.topic(), Codec.bytes()), GROUP)
                .concurrency(1)
                .decide(inbox.handle(Idempotency.<byte[]>byMessageId(), (delivery, connection) -> {
                    write(delivery, connection);
                    dieAt(Death.BEFORE_THE_COMMIT, plan, written);
                }));
        System.out.println("\n" + READY);
        System.out.flush();
        // Until its parent is gone.
        String end = fromParent.readLine();
        Runtime.getRuntime().halt(end == null ? 0 : 1);
    }

    private static void write(Delivery<byte[]> delivery, Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO effects VALUES (?)")) {
            insert.setString(1, delivery.id());
            insert.executeUpdate();
        }
    }

    private static void dieAt(Death death, Plan plan, AtomicInteger count) {
        if (plan.death() == death && count.incrementAndGet() == plan.at()) {
            Runtime.getRuntime().halt(0);
        }
    }
}
