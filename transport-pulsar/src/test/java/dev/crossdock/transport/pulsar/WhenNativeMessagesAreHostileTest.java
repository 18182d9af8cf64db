package dev.crossdock.transport.pulsar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.impl.MessageImpl;
import org.apache.pulsar.common.api.proto.CompressionType;
import org.apache.pulsar.common.api.proto.MessageMetadata;
import org.junit.jupiter.api.Test;

/** Metadata that says anything of a message, over the wire and back: whatever is read keeps its body. */
class WhenNativeMessagesAreHostileTest {
    private static final long SEED = Long.getLong("crossdock.fuzz.seed", 20_260_101L);
    private static final int MESSAGES = 100_000;
    private static final List<String> NAMES = List.of(
            WireHeaders.ID,
            WireHeaders.CONTENT_TYPE,
            WireHeaders.RETRY_COUNT,
            "crossdock-unheard-of",
            "Crossdock-Id",
            "ce_id",
            "REAL_TOPIC",
            "",
            " ",
            "h",
            "H",
            "a\r\nb",
            "\u0000",
            "ü");
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "text",
            "-1",
            "99999999999",
            "\u0000",
            "a\r\nb",
            "😅",
            "\uFFFD",
            "\uD800",
            "AQ==",
            "x".repeat(256));

    private final SplittableRandom random = new SplittableRandom(SEED);

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private MessageMetadata metadata() {
        MessageMetadata metadata = new MessageMetadata();
        metadata.setProducerName(any(TEXTS)).setSequenceId(random.nextLong()).setPublishTime(random.nextLong());
        for (int i = random.nextInt(7); i > 0; i--) {
            metadata.addProperty().setKey(any(NAMES)).setValue(any(TEXTS));
        }
        switch (random.nextInt(8)) {
            case 0 -> metadata.setNullValue(true);
            case 1 -> metadata.setNullPartitionKey(true);
            case 2 -> metadata.setPartitionKey(any(TEXTS)).setPartitionKeyB64Encoded(random.nextBoolean());
            case 3 -> metadata.setCompression(CompressionType.ZLIB).setUncompressedSize(random.nextInt());
            case 4 ->
                metadata.setChunkId(random.nextInt())
                        .setNumChunksFromMsg(random.nextInt())
                        .setUuid(any(TEXTS))
                        .setTotalChunkMsgSize(random.nextInt());
            case 5 -> metadata.setEventTime(random.nextLong()).setDeliverAtTime(random.nextLong());
            case 6 -> metadata.setOrderingKey(new byte[] {(byte) random.nextInt()});
            default -> {}
        }
        // As it comes over the wire, not as it was put together.
        MessageMetadata parsed = new MessageMetadata();
        parsed.parseFrom(metadata.toByteArray());
        return parsed;
    }

    private static WireMessage read(MessageMetadata metadata, byte[] body) {
        return WireFormat.fromPulsar(
                MessageImpl.create(metadata, ByteBuffer.wrap(body), Schema.BYTES, "persistent://public/default/t"));
    }

    private static MessageMetadata copied(WireMessage message) {
        MessageMetadata metadata = new MessageMetadata();
        message.headers()
                .forEach((name, value) -> metadata.addProperty().setKey(name).setValue(value));
        return message.key() == null ? metadata : metadata.setPartitionKey(message.key());
    }

    @Test
    void eachIsReadAndACopyOfItIsReadAsTheSame() {
        for (int i = 0; i < MESSAGES; i++) {
            MessageMetadata metadata = metadata();
            byte[] body = new byte[random.nextInt(50)];
            random.nextBytes(body);
            try {
                WireMessage read = read(metadata, body);
                assertThat(read.body()).isEqualTo(metadata.isNullValue() ? new byte[0] : body);
                WireMessage copy = read(copied(read), read.body());
                assertThat(copy.body()).isEqualTo(read.body());
                assertThat(copy.key()).isEqualTo(read.key());
                assertThat(copy.headers()).isEqualTo(read.headers());
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        e + "\nseed " + SEED + ", message " + i + ": " + metadata.getPropertiesList(), e);
            }
        }
    }
}
