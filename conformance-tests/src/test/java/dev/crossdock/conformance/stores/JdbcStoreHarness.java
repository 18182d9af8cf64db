package dev.crossdock.conformance.stores;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.IdempotencyStoreConformance;
import dev.crossdock.conformance.StoreHarness;
import dev.crossdock.conformance.StoreSecurity;
import dev.crossdock.conformance.TransportIdentity;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The store in the database of a server, which it looks into by the driver alone. */
final class JdbcStoreHarness implements StoreHarness {
    private static final String SECTION = "crossdock.idempotency.jdbc.";
    private static final String TABLE = "crossdock_idempotency";

    private final String mode;
    private final DatabaseServer server;

    JdbcStoreHarness(String mode, DatabaseServer server) {
        this.mode = mode;
        this.server = server;
    }

    @Override
    public TransportIdentity identity() {
        try (Connection connection = connect()) {
            DatabaseMetaData database = connection.getMetaData();
            String broker = database.getDatabaseProductName() + " " + database.getDatabaseMajorVersion() + "."
                    + database.getDatabaseMinorVersion();
            return new TransportIdentity(IdempotencyStoreConformance.STORE, mode, broker, false);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of(
                "crossdock.idempotency.store",
                "jdbc",
                SECTION + "url",
                server.url(),
                SECTION + "username",
                server.user(),
                SECTION + "password",
                server.password(),
                SECTION + "timeout",
                "3s");
    }

    @Override
    public BrokerControl control() {
        return server.control();
    }

    @Override
    public Optional<StoreSecurity> security() {
        return server.security(configuration());
    }

    @Override
    public long records() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + TABLE)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void age(Duration by) throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE " + TABLE + " SET expires_at = expires_at - " + by.toMillis() * 1000);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(server.url(), server.user(), server.password());
    }
}
