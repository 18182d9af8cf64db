package dev.crossdock.transport.pulsar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.ByteBuffer;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.impl.MessageImpl;
import org.apache.pulsar.common.api.proto.MessageMetadata;
import org.junit.jupiter.api.Test;

class WhenMessagesAreForeignTest {
    @Test
    void oneWithoutAValueHasAnEmptyBody() {
        MessageMetadata metadata = new MessageMetadata();
        metadata.setNullValue(true)
                .setPartitionKey("k")
                .addProperty()
                .setKey("h")
                .setValue("v");
        WireMessage read = read(metadata, new byte[0]);
        assertThat(read.body()).isEmpty();
        assertThat(read.key()).isEqualTo("k");
        assertThat(read.headers().get("h")).isEqualTo("v");
    }

    @Test
    void itsIdIsTakenFromWhereCloudEventsHaveIt() {
        MessageMetadata metadata = new MessageMetadata();
        metadata.addProperty().setKey("ce_id").setValue("7");
        WireMessage read = read(metadata, new byte[] {1, 2});
        assertThat(read.body()).containsExactly(1, 2);
        assertThat(read.key()).isNull();
        assertThat(read.headers().get(WireHeaders.ID)).isEqualTo("7");
    }

    private static WireMessage read(MessageMetadata metadata, byte[] body) {
        return WireFormat.fromPulsar(
                MessageImpl.create(metadata, ByteBuffer.wrap(body), Schema.BYTES, "persistent://public/default/t"));
    }
}
