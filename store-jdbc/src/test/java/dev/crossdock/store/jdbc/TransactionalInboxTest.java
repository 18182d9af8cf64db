package dev.crossdock.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Delivery;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.Outcome;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** With the engine around it; what it does with databases is played in the conformance suite. */
class TransactionalInboxTest {
    private static final Topic<String> ORDERS = Topic.of("orders", Codec.utf8());

    private final DataSource source = Databases.fresh();

    @Test
    void aMessageThatIsPublishedTwiceAndFailsAtFirstHasOneEffect() throws Exception {
        Databases.execute(source, "CREATE TABLE effects (id VARCHAR(100))");
        TransactionalInbox inbox = TransactionalInbox.over(source);
        CountDownLatch handled = new CountDownLatch(2);
        Map<String, String> properties =
                Map.of("crossdock.transport", "inmemory", "crossdock.inmemory.broker", "inbox-test");
        try (Messaging messaging = Messaging.open(MessagingConfig.of(properties))) {
            messaging
                    .consume(ORDERS, "billing")
                    .retry(RetryPolicy.fixed(Duration.ofMillis(1)).maxAttempts(3))
                    .decide(inbox.handle(Idempotency.byMessageId(), (delivery, connection) -> {
                        effect(delivery, connection);
                        if (delivery.attempt() == 1 && delivery.body().equals("a")) {
                            throw new IllegalStateException("not yet");
                        }
                        handled.countDown();
                    }));
            Message<String> message = Message.of("a");
            for (int i = 0; i < 3; i++) {
                messaging.publisher(ORDERS).publish(message);
            }
            messaging.publisher(ORDERS).publish(Message.of("b"));
            assertThat(handled.await(20, TimeUnit.SECONDS)).isTrue();
        }
        // Closing has waited for the commits.
        assertThat(Databases.number(source, "SELECT count(*) FROM effects WHERE id = 'a'"))
                .isEqualTo(1);
        assertThat(Databases.number(source, "SELECT count(*) FROM effects WHERE id = 'b'"))
                .isEqualTo(1);
    }

    @Test
    void aMessageWithoutAKeyIsHandledOrDeadAsIsSaid() throws Exception {
        Databases.execute(source, "CREATE TABLE effects (id VARCHAR(100))");
        TransactionalInbox inbox = TransactionalInbox.over(source);
        Idempotency<String> byOrder =
                Idempotency.by(message -> message.headers().get("order"));
        Delivery<String> delivery = Delivery.of(Message.of("a"), 1);
        for (int i = 0; i < 2; i++) {
            inbox.handle(byOrder, TransactionalInboxTest::effect).handle(delivery);
        }
        assertThat(Databases.number(source, "SELECT count(*) FROM effects")).isEqualTo(2);
        Outcome outcome = inbox.handle(
                        byOrder.onMissingKey(Idempotency.MissingKey.DEAD_LETTER), TransactionalInboxTest::effect)
                .handle(delivery);
        assertThat(outcome).isInstanceOf(Outcome.DeadLetter.class);
    }

    @Test
    void aTransactionThatTheDatabaseHasRolledBackAndLetGoOnIsNotCommitted() throws Exception {
        Databases.execute(source, "CREATE TABLE effects (id VARCHAR(100))");
        TransactionalInbox inbox = TransactionalInbox.over(source);
        assertThatThrownBy(() -> inbox.handle(
                                Idempotency.<String>byMessageId(),
                                (Delivery<String> delivery, Connection connection) -> {
                                    try (Statement statement = connection.createStatement()) {
                                        // As a deadlock does on MySQL, whose exception was swallowed.
                                        statement.execute("ROLLBACK");
                                    }
                                    effect(delivery, connection);
                                })
                        .handle(Delivery.of(Message.of("a"), 1)))
                .hasMessageContaining("found the mark gone");
        assertThat(Databases.number(source, "SELECT count(*) FROM effects")).isZero();
    }

    private static void effect(Delivery<String> delivery, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO effects VALUES ('" + delivery.body() + "')");
        }
    }
}
