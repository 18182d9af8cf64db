package dev.crossdock.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What the conformance suite of stores does not see. */
class JdbcIdempotencyStoreTest {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration RETENTION = Duration.ofDays(1);

    private final DataSource source = Databases.fresh();
    private final JdbcIdempotencyStore store = JdbcIdempotencyStore.over(source);

    @Test
    void completingAgainIsTrueBecauseTheFirstAnswerMayHaveBeenLost() {
        Claim.Acquired claim = (Claim.Acquired) store.claim("orders/billing", "1", LEASE);
        assertThat(store.complete(claim, RETENTION)).isTrue();
        assertThat(store.complete(claim, RETENTION)).isTrue();
        assertThat(store.renew(claim, LEASE)).isFalse();
        assertThat(store.claim("orders/billing", "1", LEASE)).isInstanceOf(Claim.Completed.class);
    }

    @Test
    void tokensGrowEvenWhenTheRecordIsGone() throws Exception {
        Claim.Acquired first = (Claim.Acquired) store.claim("orders/billing", "1", LEASE);
        store.release(first);
        Databases.execute(source, "DELETE FROM crossdock_idempotency");
        Claim.Acquired second = (Claim.Acquired) store.claim("orders/billing", "1", LEASE);
        assertThat(second.fencingToken()).isGreaterThan(first.fencingToken());
    }

    @Test
    void aLeaseAndARetentionOfAlmostForeverAreBounded() {
        Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
        Claim.Acquired claim = (Claim.Acquired) store.claim("orders/billing", "1", forever);
        assertThat(((Claim.Busy) store.claim("orders/billing", "1", forever)).retryAfter())
                .isGreaterThan(Duration.ofDays(300_000));
        assertThat(store.complete(claim, forever)).isTrue();
        assertThat(store.claim("orders/billing", "1", forever)).isInstanceOf(Claim.Completed.class);
    }

    @Test
    void connectionsThatDoNotCommitByThemselvesAreGivenBackAsTheyWere() {
        assertThat(JdbcIdempotencyStore.over(new HandCommitting(source)).claim("s", "k", LEASE))
                .isInstanceOf(Claim.Acquired.class);
        assertThat(store.claim("s", "k", LEASE)).isInstanceOf(Claim.Busy.class);
    }

    @Test
    void scopeAndKeyCanBeReadByPeople() throws Exception {
        store.claim("orders/billing", "a-1", LEASE);
        assertThat(Databases.number(
                        source,
                        "SELECT count(*) FROM crossdock_idempotency"
                                + " WHERE scope = 'orders/billing' AND message_key = 'a-1' AND state = 1"))
                .isEqualTo(1);
    }

    @Test
    void cleanUpDeletesABatchAtATimeAndOnlyWhatHasLongBeenOver() throws Exception {
        for (String age : new String[] {"2", "0"}) {
            Databases.execute(
                    source,
                    "INSERT INTO crossdock_idempotency SELECT CAST(HASH('SHA-256', '" + age
                            + "/' || x) AS BINARY(32)), 's', 'k', 2, 'o', 1,"
                            + " DATEDIFF(MICROSECOND, TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00',"
                            + " CURRENT_TIMESTAMP) - 3600000000 * " + age + ", NULL FROM SYSTEM_RANGE(1, 700)");
        }
        CleanUp cleanUp = new CleanUp(Dialect.H2, JdbcStoreOptions.defaults());
        try (var connection = source.getConnection()) {
            assertThat(cleanUp.run(connection)).isEqualTo(500);
            assertThat(cleanUp.run(connection)).isEqualTo(200);
            assertThat(cleanUp.run(connection)).isZero();
        }
        assertThat(Databases.number(source, "SELECT count(*) FROM crossdock_idempotency"))
                .isEqualTo(700);
    }

    @Test
    void aDatabaseThatFailsIsAnErrorWithoutTheKey() throws Exception {
        Databases.execute(source, "DROP TABLE crossdock_idempotency");
        assertThatThrownBy(() -> store.claim("orders/billing", "very private", LEASE))
                .isInstanceOfSatisfying(
                        MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessageNotContaining("very private");
    }
}
