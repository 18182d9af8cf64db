package dev.crossdock.conformance.stores;

import com.zaxxer.hikari.HikariDataSource;
import dev.crossdock.conformance.process.Deed;
import dev.crossdock.conformance.soak.Effects;
import dev.crossdock.messaging.DecidingHandler;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.store.jdbc.TransactionalInbox;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** Effects in H2, written through the inbox. */
public final class InboxEffects implements Effects {
    private final H2Server server = new H2Server();

    /** Starts the database, with an empty table. */
    public InboxEffects() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE effects (id VARCHAR(100) NOT NULL)");
        }
    }

    /** What the processes do. */
    public static final class Writing implements Deed {
        /** Made by name. */
        public Writing() {}

        @Override
        public DecidingHandler<byte[]> begin(Map<String, String> settings) {
            HikariDataSource source = new HikariDataSource();
            source.setJdbcUrl(settings.get("url"));
            source.setUsername(settings.get("user"));
            source.setPassword(settings.get("password"));
            return TransactionalInbox.over(source).handle(Idempotency.byMessageId(), (delivery, connection) -> {
                try (PreparedStatement insert = connection.prepareStatement("INSERT INTO effects VALUES (?)")) {
                    insert.setString(1, delivery.id());
                    insert.executeUpdate();
                }
            });
        }
    }

    @Override
    public Class<? extends Deed> deed() {
        return Writing.class;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("url", server.url(), "user", server.user(), "password", server.password());
    }

    @Override
    public Map<String, Integer> counts() throws SQLException {
        Map<String, Integer> counts = new HashMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, COUNT(*) FROM effects GROUP BY id")) {
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getInt(2));
            }
        }
        return counts;
    }

    @Override
    public void close() {
        server.close();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(server.url(), server.user(), server.password());
    }
}
