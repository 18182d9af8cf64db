package dev.crossdock.store.jdbc;

import dev.crossdock.messaging.MessagingException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * A data source behind which the table is: lends connections in the state that the work asks for, and gives them back as
 * they were. Thread-safe.
 */
final class Database {
    private final DataSource source;
    private final Dialect dialect;
    private final JdbcStoreOptions options;
    private final Faults faults;

    private Database(DataSource source, Dialect dialect, JdbcStoreOptions options, Faults faults) {
        this.source = source;
        this.dialect = dialect;
        this.options = options;
        this.faults = faults;
    }

    /** Work on a connection. */
    interface Work<R> {
        R on(Connection connection) throws SQLException;
    }

    /** Connects, and sees to the table. */
    static Database open(DataSource source, JdbcStoreOptions options) {
        return open(source, options, new Faults("of the database", List::of));
    }

    static Database open(DataSource source, JdbcStoreOptions options, Faults faults) {
        try {
            return committing(source, connection -> {
                Dialect dialect = Dialect.of(connection);
                new Schema(dialect, options).prepare(connection);
                return new Database(source, dialect, options, faults);
            });
        } catch (MessagingException e) {
            throw e;
        } catch (SQLException | RuntimeException e) {
            throw faults.of("the table " + options.table(), e);
        }
    }

    /** Does some work on a connection that commits by itself. */
    <R> R commit(String wanted, Work<R> work) {
        try {
            return committing(source, work);
        } catch (SQLException | RuntimeException e) {
            throw faults.of(wanted, e);
        }
    }

    DataSource source() {
        return source;
    }

    Dialect dialect() {
        return dialect;
    }

    JdbcStoreOptions options() {
        return options;
    }

    Faults faults() {
        return faults;
    }

    private static <R> R committing(DataSource source, Work<R> work) throws SQLException {
        try (Connection connection = source.getConnection()) {
            if (connection.getAutoCommit()) {
                return work.on(connection);
            }
            connection.setAutoCommit(true);
            R result = work.on(connection);
            connection.setAutoCommit(false);
            return result;
        }
    }
}
