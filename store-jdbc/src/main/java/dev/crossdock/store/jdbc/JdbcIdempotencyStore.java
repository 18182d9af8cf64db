package dev.crossdock.store.jdbc;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.MessagingException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Remembers in a table of PostgreSQL, MariaDB, MySQL or H2 what is being handled and what is done, for as many processes as
 * share it.
 *
 * <p>Each transition is one statement that commits by itself, and all times are those of the database's clock. A method
 * that throws may have had its effect: a claim of which nobody knows is over when its lease is. Thread-safe.
 */
public final class JdbcIdempotencyStore implements IdempotencyStore {
    private final Database database;
    private final Ledger ledger;
    private final CleanUp cleanUp;
    private final AutoCloseable owned;

    private JdbcIdempotencyStore(Database database, AutoCloseable owned) {
        this.database = database;
        this.owned = owned;
        ledger = new Ledger(database.dialect(), database.options());
        cleanUp = new CleanUp(database.dialect(), database.options());
    }

    /**
     * A store in the database of a data source, which stays the caller's to close. A pool is advisable: each call borrows a
     * connection.
     *
     * @throws MessagingException if the database cannot be reached, is none of those that are known, or has no table that
     *     fits
     */
    public static JdbcIdempotencyStore over(DataSource source) {
        return over(source, JdbcStoreOptions.defaults());
    }

    /**
     * The same with options.
     *
     * @throws MessagingException if the database cannot be reached, is none of those that are known, or has no table that
     *     fits
     */
    public static JdbcIdempotencyStore over(DataSource source, JdbcStoreOptions options) {
        return new JdbcIdempotencyStore(Database.open(source, options), () -> {});
    }

    /** A store that closes its pool. */
    static JdbcIdempotencyStore owning(Database database, AutoCloseable pool) {
        return new JdbcIdempotencyStore(database, pool);
    }

    @Override
    public Claim claim(String scope, String key, Duration lease) {
        RecordKey record = RecordKey.of(scope, key);
        Ledger.Answer answer =
                database.commit("to claim a key in the table", c -> ledger.take(c, record, Ledger.IN_PROGRESS, lease));
        if (answer instanceof Ledger.Answer.Taken taken) {
            return new Claim.Acquired(scope, key, taken.token());
        }
        Ledger.Answer.Held held = (Ledger.Answer.Held) answer;
        return held.state() == Ledger.DONE ? new Claim.Completed() : new Claim.Busy(held.remaining());
    }

    @Override
    public boolean renew(Claim.Acquired claim, Duration lease) {
        RecordKey record = RecordKey.of(claim.scope(), claim.key());
        return database.commit(
                "to renew a claim in the table", c -> ledger.renew(c, record, claim.fencingToken(), lease));
    }

    @Override
    public boolean complete(Claim.Acquired claim, Duration retention) {
        return mark(claim, retention, null);
    }

    @Override
    public boolean keepsResults() {
        return true;
    }

    @Override
    public boolean complete(Claim.Acquired claim, Duration retention, byte[] result) {
        return mark(claim, retention, result);
    }

    @Override
    public Optional<byte[]> result(String scope, String key) {
        RecordKey record = RecordKey.of(scope, key);
        return database.commit("to read a result from the table", c -> Optional.ofNullable(ledger.result(c, record)));
    }

    private boolean mark(Claim.Acquired claim, Duration retention, byte @Nullable [] result) {
        RecordKey record = RecordKey.of(claim.scope(), claim.key());
        return database.commit("to mark a key as done in the table", c -> {
            boolean current = ledger.complete(c, record, claim.fencingToken(), retention, result);
            cleanUp.oneMore(c);
            return current;
        });
    }

    @Override
    public void release(Claim.Acquired claim) {
        RecordKey record = RecordKey.of(claim.scope(), claim.key());
        boolean unused = database.commit(
                "to give back a key in the table", c -> ledger.release(c, record, claim.fencingToken()));
    }

    /** Closes the pool of connections if configuration opened one; a data source of the caller's stays open. */
    @Override
    public void close() throws Exception {
        owned.close();
    }
}
