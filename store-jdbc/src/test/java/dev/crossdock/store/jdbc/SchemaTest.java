package dev.crossdock.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final JdbcStoreOptions CREATE = JdbcStoreOptions.defaults();
    private static final JdbcStoreOptions VERIFY = CREATE.withSchema(SchemaMode.VERIFY);

    private final DataSource source = Databases.fresh();

    private static ErrorCode codeOf(Throwable thrown) {
        return ((MessagingException) thrown).code();
    }

    @Test
    void verifyIsContentWithWhatCreateMakes() {
        JdbcIdempotencyStore.over(source, CREATE);
        assertThatCode(() -> JdbcIdempotencyStore.over(source, VERIFY)).doesNotThrowAnyException();
        assertThatCode(() -> JdbcIdempotencyStore.over(source, CREATE)).doesNotThrowAnyException();
    }

    @Test
    void verifySaysThatThereIsNoTableAndMakesNone() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> JdbcIdempotencyStore.over(source, VERIFY))
                    .satisfies(e -> assertThat(codeOf(e)).isEqualTo(ErrorCode.NOT_FOUND))
                    .hasMessageContaining("there is no such table")
                    .hasMessageContaining("dev/crossdock/store/jdbc/h2");
        }
    }

    @Test
    void whatDiffersIsSaidAndNotTouched() throws Exception {
        Databases.execute(
                source,
                "CREATE TABLE crossdock_idempotency (id VARCHAR(64), scope VARCHAR(10), message_key VARCHAR(250),"
                        + " state SMALLINT, token INTEGER, expires_at BIGINT)");
        assertThatThrownBy(() -> JdbcIdempotencyStore.over(source, VERIFY))
                .satisfies(e -> assertThat(codeOf(e)).isEqualTo(ErrorCode.CONFLICT))
                .hasMessageContaining("the column id is")
                .hasMessageContaining("the column scope is")
                .hasMessageContaining("no column owner")
                .hasMessageContaining("the column token is")
                .hasMessageContaining("the primary key has to be (id)")
                .hasMessageContaining("no index on (expires_at)");
        assertThatThrownBy(() -> JdbcIdempotencyStore.over(source, CREATE))
                .satisfies(e -> assertThat(codeOf(e)).isEqualTo(ErrorCode.CONFLICT))
                .hasMessageContaining("no column owner");
    }

    @Test
    void createAddsAnIndexThatIsMissing() throws Exception {
        JdbcIdempotencyStore.over(source, CREATE);
        Databases.execute(source, "DROP INDEX crossdock_idempotency_expires_at");
        assertThatThrownBy(() -> JdbcIdempotencyStore.over(source, VERIFY)).hasMessageContaining("no index");
        JdbcIdempotencyStore.over(source, CREATE);
        assertThatCode(() -> JdbcIdempotencyStore.over(source, VERIFY)).doesNotThrowAnyException();
    }

    @Test
    void anotherTableIsAnotherMemory() throws Exception {
        JdbcIdempotencyStore.over(source, CREATE.withTable("billing_inbox"));
        assertThat(Databases.number(source, "SELECT count(*) FROM billing_inbox"))
                .isZero();
        assertThatThrownBy(() -> CREATE.withTable("a; DROP TABLE b"))
                .satisfies(e -> assertThat(codeOf(e)).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }
}
