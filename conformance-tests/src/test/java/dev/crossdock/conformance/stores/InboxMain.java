package dev.crossdock.conformance.stores;

import dev.crossdock.messaging.DecidingHandler;
import dev.crossdock.messaging.Delivery;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Outcome;
import dev.crossdock.store.jdbc.TransactionalInbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.concurrent.TimeUnit;

/** A process that is given the same messages again each time, and says of each when it begins. */
final class InboxMain {
    private static final String DONE = "done";

    private InboxMain() {}

    /**
     * Plays one process.
     *
     * @param beginnings after how many messages that have begun it is killed
     * @return whether it came to the end
     */
    static boolean play(DatabaseServer server, int messages, int beginnings) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InboxMain.class.getName(),
                        server.url(),
                        server.user(),
                        server.password(),
                        Integer.toString(messages))
                .redirectErrorStream(true)
                .start();
        StringBuilder printed = new StringBuilder();
        boolean done = false;
        int begun = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                done |= line.equals(DONE);
                if (line.startsWith("begin ") && ++begun == beginnings) {
                    process.toHandle().destroyForcibly();
                } else if (!line.startsWith("begin ")) {
                    printed.append(line).append('\n');
                }
            }
        }
        if (!process.waitFor(30, TimeUnit.SECONDS) || (!done && begun < beginnings)) {
            process.destroyForcibly();
            throw new IllegalStateException("the process ended by itself: " + printed);
        }
        return done;
    }

    public static void main(String[] arguments) throws Exception {
        int messages = Integer.parseInt(arguments[3]);
        try (var source = new com.zaxxer.hikari.HikariDataSource()) {
            source.setJdbcUrl(arguments[0]);
            source.setUsername(arguments[1]);
            source.setPassword(arguments[2]);
            source.setMaximumPoolSize(2);
            DecidingHandler<Integer> handler = TransactionalInbox.over(source)
                    .handle(Idempotency.<Integer>by(message -> "m" + message.body()), InboxMain::handle);
            for (int i = 0; i < messages; i++) {
                Outcome unused =
                        handler.handle(new Delivery<>(Message.of(i), 1, "orders", "killed", Headers.empty(), 0));
            }
        }
        System.out.println(DONE);
    }

    private static void handle(Delivery<Integer> delivery, Connection connection) throws Exception {
        System.out.println("begin " + delivery.body());
        System.out.flush();
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO effects VALUES (?)")) {
            insert.setString(1, "m" + delivery.body());
            insert.executeUpdate();
        }
    }
}
