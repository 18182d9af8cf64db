package dev.crossdock.store.jdbc;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.TlsFailures;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Makes typed errors of those of the database, and keeps secrets out of them: a cause that repeats one is replaced by what
 * can be said of it. Thread-safe.
 */
final class Faults {
    // What MySQL and MariaDB call by numbers only.
    private static final Set<Integer> MYSQL_DENIED = Set.of(1044, 1142, 1227);
    private static final int MYSQL_NO_DATABASE = 1049;
    private static final int MYSQL_LOCK_TIMEOUT = 1205;
    // PostgreSQL's driver has no cause for a host that is another one, and says it in many languages with this in it.
    private static final String POSTGRESQL_HOST = "HostnameVerifier";
    private static final int H2_DENIED = 90_096;
    private static final Set<Integer> H2_GONE = Set.of(90_020, 90_067, 90_098, 90_121);
    private static final int H2_NO_DATABASE = 90_149;

    private final String where;
    private final Supplier<List<String>> secrets;

    /**
     * For one database.
     *
     * @param where it is, for people
     * @param secrets what must not be shown, as it is now
     */
    Faults(String where, Supplier<List<String>> secrets) {
        this.where = where;
        this.secrets = secrets;
    }

    /** An error about something that was wanted of the database. */
    MessagingException of(String wanted, Throwable cause) {
        Throwable telling = telling(cause);
        List<String> hidden =
                secrets.get().stream().filter(secret -> !secret.isEmpty()).toList();
        Throwable shown = holds(hidden, cause)
                ? new IllegalStateException(
                        telling.getClass().getName() + ", whose text is not shown because there is a secret in it")
                : cause;
        String text = holds(hidden, telling) ? telling.getClass().getSimpleName() : telling.toString();
        return new MessagingException(
                code(telling), "Wanted " + wanted + " " + where + ", found " + text + state(telling), shown);
    }

    static ErrorCode code(Throwable cause) {
        if (!(cause instanceof SQLException e)) {
            return ErrorCode.INTERNAL;
        }
        // Drivers call a certificate that they refuse a connection that has failed.
        if (TlsFailures.isRefusal(e) || String.valueOf(e.getMessage()).contains(POSTGRESQL_HOST)) {
            return ErrorCode.UNAUTHENTICATED;
        }
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        int number = e.getErrorCode();
        if (state.equals("3D000") || number == MYSQL_NO_DATABASE || number == H2_NO_DATABASE) {
            return ErrorCode.NOT_FOUND;
        }
        if (state.equals("42501") || MYSQL_DENIED.contains(number) || number == H2_DENIED) {
            return ErrorCode.PERMISSION_DENIED;
        }
        if (state.startsWith("28")) {
            return ErrorCode.UNAUTHENTICATED;
        }
        // 57P: shutting down, or not yet up. 53: no connection left, no memory, no disk.
        if (state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("53")
                || H2_GONE.contains(number)
                || e instanceof SQLTransientConnectionException
                || e instanceof SQLNonTransientConnectionException) {
            return ErrorCode.UNAVAILABLE;
        }
        // 57014: cancelled, which is how a time limit ends. 55P03, HYT00: a lock was waited for too long.
        if (state.equals("57014")
                || state.equals("55P03")
                || state.equals("HYT00")
                || number == MYSQL_LOCK_TIMEOUT
                || e instanceof SQLTimeoutException) {
            return ErrorCode.TIMEOUT;
        }
        return ErrorCode.INTERNAL;
    }

    /** What is below the wrappers of a pool: the innermost error of the database that has a state. */
    private static Throwable telling(Throwable cause) {
        Throwable telling = cause;
        Set<Throwable> seen = new HashSet<>();
        for (Throwable next = cause; next != null && seen.add(next); next = next.getCause()) {
            if (next instanceof SQLException e && e.getSQLState() != null) {
                telling = next;
            } else if (!(telling instanceof SQLException) && next instanceof SQLException) {
                telling = next;
            }
        }
        return telling;
    }

    private static String state(Throwable cause) {
        return cause instanceof SQLException e && e.getSQLState() != null ? " (" + e.getSQLState() + ")" : "";
    }

    private static boolean holds(List<String> secrets, Throwable cause) {
        Set<Throwable> seen = new HashSet<>();
        for (Throwable next = cause; next != null && seen.add(next); next = next.getCause()) {
            // Not the names of classes, which hold names of databases, as passwords do.
            String text = String.valueOf(next.getMessage());
            if (secrets.stream().anyMatch(text::contains)) {
                return true;
            }
            for (Throwable suppressed : next.getSuppressed()) {
                if (holds(secrets, suppressed)) {
                    return true;
                }
            }
        }
        return false;
    }
}
