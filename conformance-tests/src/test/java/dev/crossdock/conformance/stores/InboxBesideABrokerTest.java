package dev.crossdock.conformance.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.conformance.history.History;
import dev.crossdock.conformance.kafka.KafkaHarness;
import dev.crossdock.conformance.rabbitmq.RabbitMqHarness;
import dev.crossdock.conformance.stores.InboxProcess.Death;
import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.Publisher;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wherever a process dies, the broker and the database agree in the end: on one that settles each message, and on a log. */
@Tag("containers")
class InboxBesideABrokerTest {
    private static final int MESSAGES = 20;
    private static final int AT = 5;

    static Stream<Supplier<TransportHarness>> brokers() {
        return Stream.of(RabbitMqHarness::new, KafkaHarness::new);
    }

    @ParameterizedTest
    @MethodSource("brokers")
    void everyMessageHasOneEffectThoughTheProcessDiesBeforeTheCommitAndAfterIt(Supplier<TransportHarness> broker)
            throws Exception {
        Topic<byte[]> topic = Topic.of("inbox-" + UUID.randomUUID(), Codec.bytes());
        try (H2Server database = new H2Server();
                Connection connection =
                        DriverManager.getConnection(database.url(), database.user(), database.password());
                TransportHarness harness = broker.get()) {
            execute(connection, "CREATE TABLE effects (id VARCHAR(100) NOT NULL)");
            try (InboxProcess first = start(harness, topic, database, Death.BEFORE_THE_COMMIT)) {
                List<String> sent = publish(harness, topic);
                awaitTrue(harness, () -> !first.isAlive());
                assertThat(effects(connection)).hasSize(AT - 1);
                try (InboxProcess second = start(harness, topic, database, Death.AFTER_THE_COMMIT)) {
                    awaitTrue(harness, () -> !second.isAlive());
                }
                // What the first one had committed and not settled counts as handled again, without an effect.
                assertThat(effects(connection)).hasSizeBetween(AT - 1, 2 * AT - 1);
                try (InboxProcess last = start(harness, topic, database, Death.NEVER)) {
                    awaitTrue(harness, () -> harness.witness().depth(inbox(topic)) == 0);
                    assertThat(last.isAlive()).isTrue();
                }
                assertThat(effects(connection)).containsExactlyInAnyOrderElementsOf(sent);
            }
        }
    }

    private static InboxProcess start(
            TransportHarness harness, Topic<byte[]> topic, DatabaseServer database, Death death) throws Exception {
        return InboxProcess.start(harness.configuration(), topic.name(), database, death, AT);
    }

    private static List<String> publish(TransportHarness harness, Topic<byte[]> topic) {
        List<String> ids = new ArrayList<>();
        try (Messaging messaging = harness.open(MessagingConfig.of(harness.configuration()))) {
            Publisher<byte[]> publisher = messaging.publisher(topic);
            for (int i = 0; i < MESSAGES; i++) {
                Message<byte[]> message = Message.of(new byte[] {(byte) i});
                publisher.publish(message);
                ids.add(message.id());
            }
        }
        return ids;
    }

    private static void awaitTrue(TransportHarness harness, BooleanSupplier condition) throws InterruptedException {
        assertThat(new History().await(condition, harness.timings().patience())).isTrue();
    }

    private static Address.Inbox inbox(Topic<byte[]> topic) {
        return new Address.Inbox(topic.name(), InboxProcess.GROUP);
    }

    private static List<String> effects(Connection connection) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM effects")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
