package dev.crossdock.conformance.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.TopologyObject;
import dev.crossdock.messaging.TopologyObject.State;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What only NATS has that hurts a group. */
@Tag("containers")
class TopologyOnNatsTest {
    private static final String WELL = "NOTE one-copy";

    private final String name = "topology-" + UUID.randomUUID();
    private final String dead = name + "=group=dead";
    private final NatsHarness harness = new NatsHarness();
    private final NatsContainer server = NatsContainer.shared();
    private final Messaging messaging = Messaging.open(MessagingConfig.of(harness.configuration()));
    private Connection connection;
    private JetStreamManagement streams;

    @BeforeEach
    void aGroup() throws Exception {
        connection = Nats.connect("nats://" + server.address());
        streams = connection.jetStreamManagement();
        assertThat(builder().topology().apply())
                .extracting(TopologyObject::state)
                .containsOnly(State.PRESENT);
        assertThat(codes()).containsExactly(WELL);
    }

    @AfterEach
    void close() throws Exception {
        messaging.close();
        connection.close();
        NatsContainer.leave();
        harness.close();
    }

    @Test
    void aStreamThatForgetsIsAnotherOneAndExpires() throws Exception {
        changeStream(name, stream -> stream.maxAge(Duration.ofSeconds(10)).duplicateWindow(Duration.ofSeconds(10)));
        assertThat(different()).containsExactly(TopologyObject.Kind.TOPIC);
        assertThat(codes()).containsExactly("ERROR different", "ERROR retention", WELL);
    }

    @Test
    void aLimitedStreamOfDeadLettersRefuses() throws Exception {
        changeStream(dead, stream -> stream.maxMessages(10));
        assertThat(different()).isEmpty();
        assertThat(codes()).containsExactly("NOTE refuses-when-full", WELL);
    }

    @Test
    void aConsumerWithALimitOfDeliveriesLosesMessages() throws Exception {
        ConsumerConfiguration found = streams.getConsumerInfo(name, "group").getConsumerConfiguration();
        streams.addOrUpdateConsumer(
                name, ConsumerConfiguration.builder(found).maxDeliver(3).build());
        assertThat(different()).containsExactly(TopologyObject.Kind.INBOX);
        assertThat(codes()).containsExactly("ERROR different", "ERROR delivery-limit", WELL);
    }

    @Test
    void aStreamThatSomebodyHasMadeInMemoryIsGoneWithTheServer() throws Exception {
        StreamConfiguration found = streams.getStreamInfo(dead).getConfiguration();
        streams.deleteStream(dead);
        streams.addStream(StreamConfiguration.builder(found)
                .storageType(io.nats.client.api.StorageType.Memory)
                .build());
        assertThat(builder().topology().plan())
                .filteredOn(object -> object.state() == State.MISSING)
                .extracting(TopologyObject::kind)
                .containsExactly(TopologyObject.Kind.DEAD_LETTERS);
        assertThat(builder().topology().apply())
                .extracting(TopologyObject::state)
                .containsOnly(State.PRESENT);
        assertThat(codes()).containsExactly("WARNING only-in-memory", WELL);
    }

    private Consumer.Builder<byte[]> builder() {
        return messaging.consume(Topic.of(name, Codec.bytes()), "group");
    }

    private void changeStream(String stream, UnaryOperator<StreamConfiguration.Builder> change) throws Exception {
        StreamConfiguration found = streams.getStreamInfo(stream).getConfiguration();
        streams.updateStream(change.apply(StreamConfiguration.builder(found)).build());
    }

    private List<TopologyObject.Kind> different() {
        return builder().topology().plan().stream()
                .filter(object -> object.state() == State.DIFFERENT)
                .map(TopologyObject::kind)
                .toList();
    }

    private List<String> codes() {
        return builder().topology().findings(Duration.ZERO).stream()
                .map(finding -> finding.severity() + " " + finding.code())
                .toList();
    }
}
