package dev.crossdock.store.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Says what is missing in a table or different from what it has to be. */
final class SchemaInspection {
    static final String NO_TABLE = "there is no such table";

    private static final int TEXT = 250;
    private static final Set<Integer> TEXTS = Set.of(Types.VARCHAR, Types.LONGVARCHAR, Types.NVARCHAR, Types.CLOB);
    private static final Set<Integer> HASHES = Set.of(Types.BINARY, Types.VARBINARY);
    private static final Set<Integer> BYTES = Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB);
    private static final Set<Integer> STATES = Set.of(Types.SMALLINT, Types.INTEGER, Types.BIGINT);
    private static final Set<Integer> NUMBERS = Set.of(Types.BIGINT);
    // No table of that name, as PostgreSQL, MySQL and H2 say it; H2 knows better for people who mistake the case.
    private static final Set<String> NO_TABLE_STATES = Set.of("42P01", "42S02", "42S03", "42S04");

    private static final List<Column> COLUMNS = List.of(
            new Column("id", HASHES, "32 bytes", 32),
            new Column("scope", TEXTS, "a text of 250 characters", TEXT),
            new Column("message_key", TEXTS, "a text of 250 characters", TEXT),
            new Column("state", STATES, "a SMALLINT", 0),
            new Column("owner", TEXTS, "a text of 250 characters", TEXT),
            new Column("token", NUMBERS, "a BIGINT", 0),
            new Column("expires_at", NUMBERS, "a BIGINT", 0),
            new Column("result", BYTES, "bytes, as many as an idempotent call may keep", 0));

    private final String table;

    SchemaInspection(String table) {
        this.table = table;
    }

    private record Column(String name, Set<Integer> types, String inWords, int size) {}

    private record Found(int type, String typeName, int size) {}

    /** What is not as it has to be; empty if all is well. */
    List<String> problems(Connection connection) throws SQLException {
        List<String> problems = new ArrayList<>();
        Map<String, Found> found;
        try {
            found = columns(connection);
        } catch (SQLException e) {
            if (NO_TABLE_STATES.contains(String.valueOf(e.getSQLState()))) {
                return List.of(NO_TABLE);
            }
            throw e;
        }
        for (Column column : COLUMNS) {
            Found there = found.get(column.name());
            if (there == null) {
                problems.add("no column " + column.name());
            } else if (!column.types().contains(there.type()) || there.size() < column.size()) {
                problems.add("the column " + column.name() + " is " + there.typeName() + "(" + there.size()
                        + ") and has to be " + column.inWords());
            }
        }
        DatabaseMetaData database = connection.getMetaData();
        String name = database.storesUpperCaseIdentifiers()
                ? table.toUpperCase(Locale.ROOT)
                : database.storesLowerCaseIdentifiers() ? table.toLowerCase(Locale.ROOT) : table;
        if (!primaryKey(connection, database, name).equals(List.of("id"))) {
            problems.add("the primary key has to be (id)");
        }
        if (!leadsAnIndex(connection, database, name)) {
            problems.add("no index on (expires_at)");
        }
        return problems;
    }

    private Map<String, Found> columns(Connection connection) throws SQLException {
        Map<String, Found> found = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
            ResultSetMetaData columns = none.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                found.put(
                        columns.getColumnName(i).toLowerCase(Locale.ROOT),
                        new Found(columns.getColumnType(i), columns.getColumnTypeName(i), columns.getPrecision(i)));
            }
        }
        return found;
    }

    private static List<String> primaryKey(Connection connection, DatabaseMetaData database, String name)
            throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet rows = database.getPrimaryKeys(connection.getCatalog(), connection.getSchema(), name)) {
            while (rows.next()) {
                columns.add(rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return columns;
    }

    private static boolean leadsAnIndex(Connection connection, DatabaseMetaData database, String name)
            throws SQLException {
        try (ResultSet rows =
                database.getIndexInfo(connection.getCatalog(), connection.getSchema(), name, false, true)) {
            while (rows.next()) {
                if (rows.getShort("ORDINAL_POSITION") == 1
                        && "expires_at".equalsIgnoreCase(rows.getString("COLUMN_NAME"))) {
                    return true;
                }
            }
            return false;
        }
    }
}
