package dev.crossdock.store.jdbc;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How a table is used. Immutable.
 *
 * @param table its name, in the connection's own schema
 * @param schema what is done about it when a store is opened
 * @param timeout how long one statement may take; rounded up to whole seconds, which is what JDBC knows
 */
public record JdbcStoreOptions(String table, SchemaMode schema, Duration timeout) {
    static final String TABLE = "crossdock_idempotency";
    static final Duration TIMEOUT = Duration.ofSeconds(10);
    static final Duration SHORTEST = Duration.ofMillis(250);
    static final Duration LONGEST = Duration.ofHours(1);

    // Room for what is added to it in the name of the index: PostgreSQL's names have 63 bytes.
    static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,47}");
    static final String NAME_IN_WORDS = "a letter or _, then up to 47 letters, digits or _";

    private static final JdbcStoreOptions DEFAULTS = new JdbcStoreOptions(TABLE, SchemaMode.CREATE, TIMEOUT);

    /**
     * Checks the name and the duration.
     *
     * @throws MessagingException with {@link ErrorCode#INVALID_ARGUMENT} if one is not possible
     */
    public JdbcStoreOptions {
        Objects.requireNonNull(schema, "schema");
        if (!NAME.matcher(table).matches()) {
            throw new MessagingException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Wanted the name of a table, " + NAME_IN_WORDS + "; found '" + table + "'");
        }
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new MessagingException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Wanted a timeout from " + SHORTEST + " to " + LONGEST + ", found " + timeout);
        }
    }

    /** The table {@code crossdock_idempotency}, created if it is missing, and 10 seconds. */
    public static JdbcStoreOptions defaults() {
        return DEFAULTS;
    }

    /** This with another table. */
    public JdbcStoreOptions withTable(String newTable) {
        return new JdbcStoreOptions(newTable, schema, timeout);
    }

    /** This with another choice of what is done about the table. */
    public JdbcStoreOptions withSchema(SchemaMode newSchema) {
        return new JdbcStoreOptions(table, newSchema, timeout);
    }

    /** This with another timeout. */
    public JdbcStoreOptions withTimeout(Duration newTimeout) {
        return new JdbcStoreOptions(table, schema, newTimeout);
    }

    int timeoutSeconds() {
        return (int) timeout.plusMillis(999).toSeconds();
    }
}
