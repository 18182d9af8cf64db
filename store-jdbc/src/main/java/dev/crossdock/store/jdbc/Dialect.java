package dev.crossdock.store.jdbc;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What databases say differently. In each text, {@code $table} is the table and {@code $now} the server's clock when the
 * statement began.
 *
 * <p>{@code take} makes a record, or takes over one that is over, in one statement. Its parameters, everywhere: id, scope,
 * key, state, owner, microseconds until it is over.
 */
enum Dialect {
    POSTGRESQL(
            "PostgreSQL",
            // Not clock_timestamp(), which would keep the clean-up from using the index.
            "(extract(epoch from statement_timestamp()) * 1000000)::bigint",
            """
            INSERT INTO $table AS t (id, scope, message_key, state, owner, token, expires_at)
            VALUES (?, ?, ?, ?, ?, $now, $now + ?)
            ON CONFLICT (id) DO UPDATE SET
                state = excluded.state,
                owner = excluded.owner,
                token = greatest(t.token + 1, excluded.token),
                expires_at = excluded.expires_at
            WHERE t.expires_at <= $now
            RETURNING token""",
            """
            DELETE FROM $table WHERE id IN (
                SELECT id FROM $table WHERE expires_at < $now - ? ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED)""",
            false),
    /** MariaDB too: only what both know. */
    MYSQL(
            "MariaDB, MySQL",
            // Whatever the time zone of the session, and also in the hour that there is twice.
            "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))",
            // From top to bottom, so what is compared is assigned last.
            """
            INSERT INTO $table (id, scope, message_key, state, owner, token, expires_at)
            VALUES (?, ?, ?, ?, ?, $now, $now + ?)
            ON DUPLICATE KEY UPDATE
                state = IF(expires_at <= $now, VALUES(state), state),
                owner = IF(expires_at <= $now, VALUES(owner), owner),
                token = IF(expires_at <= $now, GREATEST(token + 1, VALUES(token)), token),
                expires_at = IF(expires_at <= $now, VALUES(expires_at), expires_at)""",
            "DELETE FROM $table WHERE expires_at < $now - ? ORDER BY expires_at LIMIT ?",
            true),
    H2(
            "H2",
            "DATEDIFF(MICROSECOND, TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00', CURRENT_TIMESTAMP)",
            """
            MERGE INTO $table AS t
            USING (SELECT CAST(? AS BINARY(32)) AS id, CAST(? AS VARCHAR(250)) AS scope,
                    CAST(? AS VARCHAR(250)) AS message_key, CAST(? AS SMALLINT) AS state,
                    CAST(? AS VARCHAR(250)) AS owner, $now AS token, $now + CAST(? AS BIGINT) AS expires_at) AS s
            ON (t.id = s.id)
            WHEN MATCHED AND t.expires_at <= s.token THEN UPDATE SET
                state = s.state,
                owner = s.owner,
                token = GREATEST(t.token + 1, s.token),
                expires_at = s.expires_at
            WHEN NOT MATCHED THEN INSERT (id, scope, message_key, state, owner, token, expires_at)
                VALUES (s.id, s.scope, s.message_key, s.state, s.owner, s.token, s.expires_at)""",
            "DELETE FROM $table WHERE expires_at < $now - ? FETCH FIRST ? ROWS ONLY",
            true);

    private final String products;
    private final String now;
    private final String take;
    private final String cleanUp;
    private final boolean mayLoseWork;

    Dialect(String products, String now, String take, String cleanUp, boolean mayLoseWork) {
        this.products = products;
        this.now = now;
        this.take = take;
        this.cleanUp = cleanUp;
        this.mayLoseWork = mayLoseWork;
    }

    /** The one that the database behind a connection understands. */
    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return Arrays.stream(values())
                .filter(dialect -> List.of(dialect.products.split(", ", -1)).contains(product))
                .findFirst()
                .orElseThrow(() -> new MessagingException(
                        ErrorCode.UNSUPPORTED,
                        "Wanted one of "
                                + Arrays.stream(values())
                                        .map(dialect -> dialect.products)
                                        .collect(Collectors.joining(", "))
                                + ", found the database '" + product + "'"));
    }

    /** Where its scripts are, relative to this package. */
    String folder() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The statement that makes a record or takes one over. */
    String take(String table) {
        return filled(take, table);
    }

    /** The statement that deletes what has long been over: how many microseconds, how many records at most. */
    String cleanUp(String table) {
        return filled(cleanUp, table);
    }

    /** Whether the database may roll back what a transaction has done and let it go on, as MySQL does after a deadlock. */
    boolean mayLoseWork() {
        return mayLoseWork;
    }

    /** A statement with the table and the clock filled in. */
    String filled(String text, String table) {
        return text.replace("$table", table).replace("$now", now);
    }
}
