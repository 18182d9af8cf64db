package dev.crossdock.store.jdbc;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Deletes what has long been over, on the back of other work: rarely, a bounded number of records in a statement, found by
 * an index. It deletes faster than records are made. Thread-safe.
 */
final class CleanUp {
    /** Records in one statement. */
    static final int BATCH = 500;
    /** One statement for so many records that were made. */
    static final int EVERY = 100;

    private static final System.Logger LOG = System.getLogger(CleanUp.class.getName());

    // Behind it a stale owner is told that somebody else has taken over, which is why it is not short, and no lock of
    // it
    // can meet one of those who work.
    private static final Duration GRACE = Duration.ofHours(1);

    private final String sql;
    private final int timeoutSeconds;
    private final AtomicLong records =
            new AtomicLong(ThreadLocalRandom.current().nextInt(EVERY));
    private final AtomicBoolean running = new AtomicBoolean();

    CleanUp(Dialect dialect, JdbcStoreOptions options) {
        sql = dialect.cleanUp(options.table());
        timeoutSeconds = options.timeoutSeconds();
    }

    /** A record was made; the connection commits by itself. Never throws: what failed here is done by the next one. */
    void oneMore(Connection connection) {
        if (records.incrementAndGet() % EVERY != 0 || !running.compareAndSet(false, true)) {
            return;
        }
        try {
            run(connection);
        } catch (SQLException | RuntimeException e) {
            LOG.log(Level.DEBUG, "Records that are over could not be deleted this time", e);
        } finally {
            running.set(false);
        }
    }

    /** Deletes one batch; how many it were. */
    int run(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(timeoutSeconds);
            statement.setLong(1, GRACE.toMillis() * 1000);
            statement.setInt(2, BATCH);
            return statement.executeUpdate();
        }
    }
}
