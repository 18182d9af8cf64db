package dev.crossdock.store.jdbc;

import dev.crossdock.messaging.DecidingHandler;
import dev.crossdock.messaging.Delivery;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One message, one effect, wherever a process dies: the mark that a message is done is written in the transaction in which
 * its handler writes, so that either both are there or none.
 *
 * <pre>{@code
 * TransactionalInbox inbox = TransactionalInbox.over(dataSource);
 * messaging
 *         .consume(ORDERS, "billing")
 *         .decide(inbox.handle(Idempotency.byMessageId(), (delivery, connection) -> book(delivery.body(), connection)));
 * }</pre>
 *
 * <p>A duplicate is accepted without the handler. One that comes while the first is being handled waits for its commit, up
 * to the timeout of the options, and is then left to the retry policy. If the answer to a commit is lost the message comes
 * again, and finds the mark if there was a commit. The consumer itself needs no
 * {@link dev.crossdock.messaging.Consumer.Builder#idempotent}. Thread-safe.
 *
 * <p>It holds for what is written through the connection that the handler is given. Statements that end a transaction, as
 * DDL does on MySQL and MariaDB or a {@code COMMIT} in SQL, break it.
 */
public final class TransactionalInbox {
    private final Database database;
    private final Ledger ledger;
    private final CleanUp cleanUp;

    private TransactionalInbox(Database database) {
        this.database = database;
        ledger = new Ledger(database.dialect(), database.options());
        cleanUp = new CleanUp(database.dialect(), database.options());
    }

    /**
     * An inbox in the database of a data source, the one that handlers write to.
     *
     * @throws MessagingException if the database cannot be reached, is none of those that are known, or has no table that
     *     fits
     */
    public static TransactionalInbox over(DataSource source) {
        return over(source, JdbcStoreOptions.defaults());
    }

    /**
     * The same with options. The table may be one that a store uses too.
     *
     * @throws MessagingException if the database cannot be reached, is none of those that are known, or has no table that
     *     fits
     */
    public static TransactionalInbox over(DataSource source, JdbcStoreOptions options) {
        return new TransactionalInbox(Database.open(source, options));
    }

    /**
     * A handler for {@link dev.crossdock.messaging.Consumer.Builder#decide} around one that writes.
     *
     * @param idempotency by what a message is known, how long it is remembered, and what becomes of one without a key; its
     *     lease has no meaning here
     */
    public <T> DecidingHandler<T> handle(Idempotency<? super T> idempotency, TransactionalHandler<T> handler) {
        return decide(idempotency, (delivery, connection) -> {
            handler.handle(delivery, connection);
            return Outcome.accept();
        });
    }

    /**
     * The same around a handler that decides: what is not accepted is rolled back, and no mark stays.
     *
     * @param idempotency by what a message is known, how long it is remembered, and what becomes of one without a key; its
     *     lease has no meaning here
     */
    public <T> DecidingHandler<T> decide(Idempotency<? super T> idempotency, TransactionalDecidingHandler<T> handler) {
        Function<Message<T>, @Nullable String> keys = keys(idempotency);
        return delivery -> {
            String key = keys.apply(delivery.message());
            if (key != null && !key.isEmpty()) {
                RecordKey record = RecordKey.of("inbox/" + delivery.topic() + "/" + delivery.group(), key);
                return inTransaction(delivery, record, idempotency, handler);
            }
            if (idempotency.onMissingKey() == Idempotency.MissingKey.DEAD_LETTER) {
                return Outcome.deadLetter("It has no key by which an idempotent consumer could know it");
            }
            return inTransaction(delivery, null, idempotency, handler);
        };
    }

    private <T> Outcome inTransaction(
            Delivery<T> delivery,
            @Nullable RecordKey record,
            Idempotency<? super T> idempotency,
            TransactionalDecidingHandler<T> handler)
            throws Exception {
        try (Connection connection = connect()) {
            boolean commitsByItself = connection.getAutoCommit();
            if (commitsByItself) {
                connection.setAutoCommit(false);
            }
            Outcome outcome;
            try {
                outcome = handleOnce(connection, delivery, record, idempotency, handler);
            } catch (Exception | Error e) {
                rollBack(connection, commitsByItself, e);
                throw e;
            }
            if (commitsByItself) {
                settleDown(connection);
            }
            return outcome;
        }
    }

    private <T> Outcome handleOnce(
            Connection connection,
            Delivery<T> delivery,
            @Nullable RecordKey record,
            Idempotency<? super T> idempotency,
            TransactionalDecidingHandler<T> handler)
            throws Exception {
        String owner = null;
        if (record != null) {
            Ledger.Answer answer = mark(connection, record, idempotency);
            if (!(answer instanceof Ledger.Answer.Taken taken)) {
                connection.rollback();
                return Outcome.accept();
            }
            owner = taken.owner();
        }
        LentConnection lent = new LentConnection(connection);
        Outcome outcome;
        try {
            outcome = handler.handle(delivery, lent.connection());
        } finally {
            lent.takeBack();
        }
        if (outcome instanceof Outcome.Accept) {
            commit(connection, record, owner);
        } else {
            connection.rollback();
        }
        return outcome;
    }

    private Ledger.Answer mark(Connection connection, RecordKey record, Idempotency<?> idempotency) {
        Ledger.Answer answer;
        try {
            answer = ledger.take(connection, record, Ledger.DONE, idempotency.retention());
        } catch (SQLException e) {
            throw database.faults().of("to mark a message as done in the table", e);
        }
        if (answer instanceof Ledger.Answer.Held held && held.state() != Ledger.DONE) {
            throw new MessagingException(
                    ErrorCode.TIMEOUT, "Wanted to mark a message as done, found others at it again and again");
        }
        return answer;
    }

    private void commit(Connection connection, @Nullable RecordKey record, @Nullable String owner) throws SQLException {
        if (record != null
                && owner != null
                && database.dialect().mayLoseWork()
                && !ledger.isTaken(connection, record, owner)) {
            throw new MessagingException(
                    ErrorCode.INTERNAL,
                    "Wanted to commit what a handler has written together with the mark that its message is done, found"
                            + " the mark gone: the database has rolled back a part, as it does after a deadlock, and the"
                            + " handler went on. Let its exceptions through");
        }
        try {
            connection.commit();
        } catch (SQLException e) {
            throw database.faults().of("to commit what a handler has written, which may or may not have happened,", e);
        }
    }

    private Connection connect() {
        try {
            return database.source().getConnection();
        } catch (SQLException | RuntimeException e) {
            throw database.faults().of("a connection", e);
        }
    }

    // What goes wrong from here on concerns the connection, which the pool will find out about, and not the message.
    private void settleDown(Connection connection) {
        try {
            connection.setAutoCommit(true);
            cleanUp.oneMore(connection);
        } catch (SQLException e) {
            System.getLogger(TransactionalInbox.class.getName())
                    .log(System.Logger.Level.DEBUG, "A connection could not be given back as it was", e);
        }
    }

    private static void rollBack(Connection connection, boolean commitsByItself, Throwable reason) {
        try {
            connection.rollback();
            if (commitsByItself) {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            // It ends with the connection.
            reason.addSuppressed(e);
        }
    }

    // An idempotency of a supertype works on messages of the subtype; Message is read only.
    @SuppressWarnings("unchecked")
    private static <T> Function<Message<T>, @Nullable String> keys(Idempotency<? super T> idempotency) {
        return (Function<Message<T>, @Nullable String>) (Function<?, @Nullable String>) idempotency.key();
    }
}
