package dev.crossdock.store.jdbc;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Sees to it that the table is there, in the way that was asked for. */
final class Schema {
    // As many instances as like to may create it in the same moment, and one that loses begins again.
    private static final int ATTEMPTS = 20;
    private static final String SCRIPT = "V1__idempotency.sql";

    private final Dialect dialect;
    private final JdbcStoreOptions options;
    private final SchemaInspection inspection;

    Schema(Dialect dialect, JdbcStoreOptions options) {
        this.dialect = dialect;
        this.options = options;
        this.inspection = new SchemaInspection(options.table());
    }

    /**
     * Does what the mode says; the connection commits by itself.
     *
     * @throws MessagingException with {@link ErrorCode#NOT_FOUND} if there is no table, of {@link ErrorCode#CONFLICT} if
     *     there is one that differs
     */
    void prepare(Connection connection) throws SQLException {
        if (options.schema() == SchemaMode.NONE) {
            return;
        }
        List<String> problems = inspection.problems(connection);
        if (options.schema() == SchemaMode.CREATE) {
            for (int attempt = 1; attempt <= ATTEMPTS && !problems.isEmpty(); attempt++) {
                SQLException failure = create(connection);
                problems = inspection.problems(connection);
                if (failure != null && !problems.isEmpty() && attempt == ATTEMPTS) {
                    throw failure;
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new MessagingException(
                    problems.contains(SchemaInspection.NO_TABLE) ? ErrorCode.NOT_FOUND : ErrorCode.CONFLICT,
                    "Wanted the table " + options.table() + " as " + SCRIPT + " in dev/crossdock/store/jdbc/"
                            + dialect.folder() + " creates it, found: " + String.join("; ", problems));
        }
    }

    /** Creates what is missing, statement by statement; what went wrong, if anything did. */
    private @org.jspecify.annotations.Nullable SQLException create(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(options.timeoutSeconds());
            for (String sql : script(dialect, options.table())) {
                statement.execute(sql);
            }
            return null;
        } catch (SQLException e) {
            return e;
        }
    }

    static List<String> script(Dialect dialect, String table) {
        try (InputStream file = Objects.requireNonNull(
                Schema.class.getResourceAsStream(dialect.folder() + "/" + SCRIPT), dialect.folder() + "/" + SCRIPT)) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("--[^\n]*", "")
                    .replace(JdbcStoreOptions.TABLE, table);
            return Arrays.stream(text.split(";", -1))
                    .map(String::strip)
                    .filter(sql -> !sql.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
