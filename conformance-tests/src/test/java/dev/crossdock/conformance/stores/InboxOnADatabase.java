package dev.crossdock.conformance.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.crossdock.conformance.StoreOpening;
import dev.crossdock.messaging.DecidingHandler;
import dev.crossdock.messaging.Delivery;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Outcome;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.store.jdbc.JdbcIdempotencyStore;
import dev.crossdock.store.jdbc.JdbcStoreOptions;
import dev.crossdock.store.jdbc.SchemaMode;
import dev.crossdock.store.jdbc.TransactionalHandler;
import dev.crossdock.store.jdbc.TransactionalInbox;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The mark and the effect in one transaction: one message, one effect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InboxOnADatabase {
    private static final Idempotency<String> BY_ID = Idempotency.byMessageId();
    private static final JdbcStoreOptions OPTIONS = JdbcStoreOptions.defaults().withTimeout(Duration.ofSeconds(20));

    private final ExecutorService players = Executors.newCachedThreadPool();
    private DatabaseServer server;
    private HikariDataSource source;
    private TransactionalInbox inbox;

    abstract DatabaseServer server();

    @BeforeAll
    void opens() {
        server = server();
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(server.url());
        pool.setUsername(server.user());
        pool.setPassword(server.password());
        pool.setMaximumPoolSize(30);
        source = new HikariDataSource(pool);
        inbox = TransactionalInbox.over(source, OPTIONS);
    }

    @AfterAll
    void closes() {
        players.shutdownNow();
        if (source != null) {
            source.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void noEffects() throws Exception {
        execute("DROP TABLE IF EXISTS effects");
        execute("CREATE TABLE effects (id VARCHAR(100) NOT NULL)");
    }

    private static Delivery<String> delivery(Message<String> message) {
        return new Delivery<>(message, 1, "orders", "billing", Headers.empty(), 0);
    }

    private static void effect(Delivery<String> delivery, Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO effects VALUES (?)")) {
            insert.setString(1, delivery.id());
            insert.executeUpdate();
        }
    }

    private DecidingHandler<String> handler(TransactionalHandler<String> handler) {
        return inbox.handle(BY_ID, handler);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long effects() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM effects")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void tenInstancesCreateTheTableAtOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            JdbcStoreOptions fresh = JdbcStoreOptions.defaults().withTable("Fresh_" + round);
            List<Callable<JdbcIdempotencyStore>> openings =
                    Collections.nCopies(10, () -> JdbcIdempotencyStore.over(source, fresh));
            for (Future<JdbcIdempotencyStore> opened : players.invokeAll(openings)) {
                assertThat(opened.get().claim("s", "k", Duration.ofMinutes(1))).isNotNull();
            }
            JdbcIdempotencyStore.over(source, fresh.withSchema(SchemaMode.VERIFY))
                    .close();
        }
        assertThatThrownBy(() -> JdbcIdempotencyStore.over(
                        source, JdbcStoreOptions.defaults().withTable("absent").withSchema(SchemaMode.VERIFY)))
                .hasMessageStartingWith("NOT_FOUND");
    }

    @Test
    void aWrongPasswordIsToldFromAServerThatIsNotThere() {
        Map<String, String> wrong = new HashMap<>(new JdbcStoreHarness("any", server).configuration());
        wrong.put("crossdock.idempotency.jdbc.password", "hush4711");
        assertThatThrownBy(() -> StoreOpening.open(wrong, TimeSource.system()))
                .isInstanceOf(MessagingException.class)
                .hasMessageStartingWith("UNAUTHENTICATED")
                .hasMessageNotContaining("hush4711");
        wrong.computeIfPresent("crossdock.idempotency.jdbc.url", (key, url) -> url.replaceFirst(":\\d+/", ":1/"));
        assertThatThrownBy(() -> StoreOpening.open(wrong, TimeSource.system()))
                .isInstanceOf(MessagingException.class)
                .hasMessageStartingWith("UNAVAILABLE");
    }

    @Test
    void aDuplicateHasNoEffect() throws Exception {
        Delivery<String> delivery = delivery(Message.of("a"));
        for (int i = 0; i < 3; i++) {
            assertThat(handler(InboxOnADatabase::effect).handle(delivery)).isInstanceOf(Outcome.Accept.class);
        }
        assertThat(effects()).isEqualTo(1);
        Delivery<String> inAnotherGroup =
                new Delivery<>(delivery.message(), 1, "orders", "inventory", Headers.empty(), 0);
        handler(InboxOnADatabase::effect).handle(inAnotherGroup);
        assertThat(effects()).isEqualTo(2);
    }

    @Test
    void whatFailsLeavesNeitherEffectNorMark() throws Exception {
        Delivery<String> delivery = delivery(Message.of("a"));
        assertThatThrownBy(() -> handler((d, connection) -> {
                            effect(d, connection);
                            throw new IllegalStateException("the bank is down");
                        })
                        .handle(delivery))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the bank is down");
        Outcome outcome = inbox.decide(BY_ID, (Delivery<String> d, Connection connection) -> {
                    effect(d, connection);
                    return Outcome.deadLetter("not this one");
                })
                .handle(delivery);
        assertThat(outcome).isInstanceOf(Outcome.DeadLetter.class);
        assertThat(effects()).isZero();
        handler(InboxOnADatabase::effect).handle(delivery);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void duplicatesWaitForTheFirstOnesCommit() throws Exception {
        Delivery<String> delivery = delivery(Message.of("a"));
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicInteger handled = new AtomicInteger();
        DecidingHandler<String> slow = handler((d, connection) -> {
            handled.incrementAndGet();
            effect(d, connection);
            first.countDown();
            mayEnd.await();
        });
        Future<Outcome> winner = players.submit(() -> slow.handle(delivery));
        first.await();
        List<Future<Outcome>> duplicates = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            duplicates.add(players.submit(() -> slow.handle(delivery)));
        }
        // None may be accepted while the first can still fail.
        assertThatThrownBy(() -> duplicates.get(0).get(300, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        assertThat(duplicates).noneMatch(Future::isDone);
        mayEnd.countDown();
        assertThat(winner.get()).isInstanceOf(Outcome.Accept.class);
        for (Future<Outcome> duplicate : duplicates) {
            assertThat(duplicate.get()).isInstanceOf(Outcome.Accept.class);
        }
        assertThat(handled).hasValue(1);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void ifTheFirstRollsBackOneOfTheDuplicatesTakesItsPlace() throws Exception {
        Delivery<String> delivery = delivery(Message.of("a"));
        AtomicBoolean failed = new AtomicBoolean();
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch mayFail = new CountDownLatch(1);
        DecidingHandler<String> handler = handler((d, connection) -> {
            effect(d, connection);
            if (failed.compareAndSet(false, true)) {
                first.countDown();
                mayFail.await();
                throw new IllegalStateException("the bank is down");
            }
        });
        Future<Outcome> unlucky = players.submit(() -> handler.handle(delivery));
        first.await();
        List<Future<Outcome>> others = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            others.add(players.submit(() -> handler.handle(delivery)));
        }
        mayFail.countDown();
        assertThatThrownBy(unlucky::get).hasMessageContaining("the bank is down");
        for (Future<Outcome> other : others) {
            assertThat(other.get()).isInstanceOf(Outcome.Accept.class);
        }
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void waitingIsBoundedAndWithoutEffect() throws Exception {
        TransactionalInbox impatient =
                TransactionalInbox.over(source, JdbcStoreOptions.defaults().withTimeout(Duration.ofSeconds(1)));
        Delivery<String> delivery = delivery(Message.of("a"));
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Future<Outcome> winner = players.submit(() -> impatient
                .handle(BY_ID, (Delivery<String> d, Connection connection) -> {
                    effect(d, connection);
                    first.countDown();
                    mayEnd.await();
                })
                .handle(delivery));
        first.await();
        long began = System.nanoTime();
        assertThatThrownBy(
                        () -> impatient.handle(BY_ID, InboxOnADatabase::effect).handle(delivery))
                .isInstanceOf(MessagingException.class)
                .hasMessageStartingWith("TIMEOUT");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
        mayEnd.countDown();
        winner.get();
        impatient.handle(BY_ID, InboxOnADatabase::effect).handle(delivery);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void manyMessagesTwiceAtOnceHaveOneEffectEach() throws Exception {
        int messages = 200;
        List<Callable<Outcome>> calls = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            Delivery<String> delivery = delivery(Message.of("a"));
            calls.add(() -> handler(InboxOnADatabase::effect).handle(delivery));
            calls.add(() -> handler(InboxOnADatabase::effect).handle(delivery));
        }
        ExecutorService twenty = Executors.newFixedThreadPool(20);
        for (Future<Outcome> result : twenty.invokeAll(calls)) {
            assertThat(result.get()).isInstanceOf(Outcome.Accept.class);
        }
        twenty.shutdown();
        assertThat(effects()).isEqualTo(messages);
    }

    @Test
    void theConnectionIsNotTheHandlersToEnd() throws Exception {
        Delivery<String> delivery = delivery(Message.of("a"));
        List<Connection> kept = new ArrayList<>();
        handler((d, connection) -> {
                    kept.add(connection);
                    effect(d, connection);
                    assertThatThrownBy(connection::commit).hasMessageContaining("ends its transaction itself");
                    assertThatThrownBy(connection::rollback).hasMessageContaining("throw to roll back");
                    assertThatThrownBy(connection::close).isInstanceOf(SQLException.class);
                    assertThatThrownBy(() -> connection.setAutoCommit(true)).isInstanceOf(SQLException.class);
                    assertThatThrownBy(() -> connection.abort(Runnable::run)).isInstanceOf(SQLException.class);
                    assertThatThrownBy(() -> connection.unwrap(Connection.class))
                            .isInstanceOf(SQLException.class);
                    try (Statement statement = connection.createStatement()) {
                        assertThat(statement.getConnection()).isSameAs(connection);
                    }
                    assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
                    var savepoint = connection.setSavepoint();
                    effect(d, connection);
                    connection.rollback(savepoint);
                    assertThat(connection.getAutoCommit()).isFalse();
                })
                .handle(delivery);
        assertThat(effects()).isEqualTo(1);
        assertThat(kept.get(0).isClosed()).isTrue();
        assertThatThrownBy(() -> kept.get(0).createStatement()).hasMessageContaining("after the handler had ended");
    }

    @Test
    void ifTheAnswerToACommitIsLostTheMessageComesAgainAndFindsTheMark() throws Exception {
        Delivery<String> delivery = delivery(Message.of("a"));
        DataSource losing = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(source, arguments);
                    return result instanceof Connection connection ? losingAnswers(connection) : result;
                });
        TransactionalInbox unlucky = TransactionalInbox.over(losing, OPTIONS);
        assertThatThrownBy(() -> unlucky.handle(BY_ID, InboxOnADatabase::effect).handle(delivery))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("may or may not");
        assertThat(handler(InboxOnADatabase::effect).handle(delivery)).isInstanceOf(Outcome.Accept.class);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void aProcessThatIsKilledAnywhereLeavesOneEffectOfEachMessage() throws Exception {
        int messages = 300;
        int deaths = 0;
        boolean done = false;
        for (int process = 0; process < 40 && !done; process++) {
            // The first ones die early in their lives, at another moment each.
            done = InboxMain.play(server, messages, process < 8 ? 10 + 7 * process : Integer.MAX_VALUE);
            deaths += done ? 0 : 1;
        }
        assertThat(done).isTrue();
        assertThat(deaths).isGreaterThanOrEqualTo(4);
        assertThat(effects()).isEqualTo(messages);
    }

    private static Connection losingAnswers(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                InboxOnADatabase.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    Object result = method.invoke(connection, arguments);
                    if (method.getName().equals("commit")) {
                        throw new SQLRecoverableException("the line is dead", "08006");
                    }
                    return result;
                });
    }
}
