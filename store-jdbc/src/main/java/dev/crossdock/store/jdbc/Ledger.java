package dev.crossdock.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The table, by what is done to it on a connection of the caller's. A record can be taken when it is over, whatever its
 * state: lease, retention and giving back are all one time, read from the server's clock alone. Thread-safe.
 */
final class Ledger {
    static final short GIVEN_BACK = 0;
    static final short IN_PROGRESS = 1;
    static final short DONE = 2;

    // Each means that somebody else was there in the same moment, and gone in the next.
    private static final int ATTEMPTS = 20;
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final Duration FOREVER = Duration.ofDays(365L * 1000);

    private final int timeoutSeconds;
    private final String take;
    private final String look;
    private final String renew;
    private final String complete;
    private final String release;
    private final String result;
    private final String instance;
    private final AtomicLong claims = new AtomicLong();

    Ledger(Dialect dialect, JdbcStoreOptions options) {
        String table = options.table();
        timeoutSeconds = options.timeoutSeconds();
        take = dialect.take(table);
        look = dialect.filled("SELECT state, owner, token, expires_at - $now FROM $table WHERE id = ?", table);
        renew = dialect.filled(
                "UPDATE $table SET expires_at = $now + ? WHERE id = ? AND token = ? AND state = " + IN_PROGRESS, table);
        // Done by the same claim is done: the answer to the first time may have been lost.
        complete = dialect.filled(
                "UPDATE $table SET state = " + DONE + ", result = ?, expires_at = $now + ? WHERE id = ? AND token = ?"
                        + " AND state IN (" + IN_PROGRESS + ", " + DONE + ")",
                table);
        // The record stays until the clean-up, and with it the token.
        release = dialect.filled(
                "UPDATE $table SET state = " + GIVEN_BACK + ", expires_at = $now WHERE id = ? AND token = ?"
                        + " AND state = " + IN_PROGRESS,
                table);
        result = dialect.filled(
                "SELECT result FROM $table WHERE id = ? AND state = " + DONE + " AND expires_at > $now", table);
        instance = who();
    }

    /** The answer to an attempt to take a record. */
    sealed interface Answer {
        /** It is the caller's, until it is over. */
        record Taken(long token, String owner) implements Answer {}

        /** It is not over. */
        record Held(short state, Duration remaining) implements Answer {}
    }

    /**
     * Makes a record, or takes one over. In a transaction it is the first thing that is done: what went before is rolled
     * back if it has to be tried again.
     */
    Answer take(Connection connection, RecordKey key, short state, Duration time) throws SQLException {
        String owner = instance + "-" + claims.incrementAndGet();
        for (int attempt = 1; ; attempt++) {
            try (PreparedStatement statement = prepare(connection, take)) {
                statement.setBytes(1, key.hash());
                statement.setString(2, key.scope());
                statement.setString(3, key.key());
                statement.setShort(4, state);
                statement.setString(5, owner);
                statement.setLong(6, micros(time));
                if (statement.execute()) {
                    try (ResultSet returned = statement.getResultSet()) {
                        if (returned.next()) {
                            return new Answer.Taken(returned.getLong(1), owner);
                        }
                    }
                }
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !isRace(e)) {
                    throw e;
                }
                startAnew(connection);
                continue;
            }
            Answer answer = look(connection, key, owner);
            if (answer instanceof Answer.Taken || ((Answer.Held) answer).state() != GIVEN_BACK || attempt == ATTEMPTS) {
                return answer;
            }
            startAnew(connection);
        }
    }

    /** Whether a record is still the one that was taken. */
    boolean isTaken(Connection connection, RecordKey key, String owner) throws SQLException {
        return look(connection, key, owner) instanceof Answer.Taken;
    }

    boolean renew(Connection connection, RecordKey key, long token, Duration lease) throws SQLException {
        try (PreparedStatement statement = prepare(connection, renew)) {
            statement.setLong(1, micros(lease));
            statement.setBytes(2, key.hash());
            statement.setLong(3, token);
            return statement.executeUpdate() > 0;
        }
    }

    boolean complete(Connection connection, RecordKey key, long token, Duration retention, byte @Nullable [] kept)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, complete)) {
            statement.setBytes(1, kept);
            statement.setLong(2, micros(retention));
            statement.setBytes(3, key.hash());
            statement.setLong(4, token);
            return statement.executeUpdate() > 0;
        }
    }

    /** What was kept with a record that is done; {@code null} without. */
    byte @Nullable [] result(Connection connection, RecordKey key) throws SQLException {
        try (PreparedStatement statement = prepare(connection, result)) {
            statement.setBytes(1, key.hash());
            try (ResultSet found = statement.executeQuery()) {
                return found.next() ? found.getBytes(1) : null;
            }
        }
    }

    boolean release(Connection connection, RecordKey key, long token) throws SQLException {
        try (PreparedStatement statement = prepare(connection, release)) {
            statement.setBytes(1, key.hash());
            statement.setLong(2, token);
            return statement.executeUpdate() > 0;
        }
    }

    private Answer look(Connection connection, RecordKey key, String owner) throws SQLException {
        try (PreparedStatement statement = prepare(connection, look)) {
            statement.setBytes(1, key.hash());
            try (ResultSet found = statement.executeQuery()) {
                if (!found.next()) {
                    return new Answer.Held(GIVEN_BACK, AT_ONCE);
                }
                if (owner.equals(found.getString(2))) {
                    return new Answer.Taken(found.getLong(3), owner);
                }
                long remaining = found.getLong(4);
                return remaining <= 0
                        ? new Answer.Held(GIVEN_BACK, AT_ONCE)
                        : new Answer.Held(found.getShort(1), Duration.of(remaining, ChronoUnit.MICROS));
            }
        }
    }

    private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(timeoutSeconds);
        return statement;
    }

    // A transaction that has failed takes no other statement, and one that has looked may not see what comes after.
    private static void startAnew(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
    }

    /** Two of us at one key in one moment: a deadlock, a conflict of transactions, two that insert. */
    private static boolean isRace(SQLException e) {
        String state = e.getSQLState();
        return "40001".equals(state) || "40P01".equals(state) || "23505".equals(state) || "90131".equals(state);
    }

    private static long micros(Duration time) {
        Duration bounded = time.compareTo(FOREVER) < 0 ? time : FOREVER;
        // Up, so that nothing is over early.
        return bounded.toSeconds() * 1_000_000 + (bounded.toNanosPart() + 999) / 1000;
    }

    /** For people who look into the table, and one of a kind. */
    private static String who() {
        String host = System.getenv().getOrDefault("HOSTNAME", "");
        return (host.isEmpty() ? "" : host.substring(0, Math.min(host.length(), 100)) + "/")
                + ProcessHandle.current().pid() + "/" + UUID.randomUUID();
    }
}
