package dev.crossdock.transport.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.nats.client.support.IncomingHeadersProcessor;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Header blocks that the client can read, whatever they say: whatever is read keeps its body. */
class WhenNativeMessagesAreHostileTest {
    private static final long SEED = Long.getLong("crossdock.fuzz.seed", 20_260_101L);
    private static final int MESSAGES = 100_000;
    private static final List<String> NAMES = List.of(
            WireHeaders.ID,
            "Crossdock-Id",
            WireHeaders.CONTENT_TYPE,
            "Content-Type",
            WireHeaders.RETRY_COUNT,
            WireFormat.KEY,
            "Crossdock-Key",
            "CROSSDOCK-KEY",
            "crossdock-unheard-of",
            "crossdock-user-nats-h",
            "crossdock-user-h",
            "crossdock-user-%68",
            "Nats-Msg-Id",
            "Nats-Expected-Stream",
            "nats-h",
            "NATS-h",
            "h",
            "H",
            "%68",
            "(;)");
    private static final List<String> VALUES =
            List.of("", " ", "text", "  both  ", "50%", "%zz", "%41", "%ff%C3", "%", "-1", "99999999999", "a,b", "\t");

    private final SplittableRandom random = new SplittableRandom(SEED);

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String block() {
        StringBuilder block = new StringBuilder("NATS/1.0\r\n");
        for (int i = random.nextInt(7); i > 0; i--) {
            String name = any(NAMES);
            if (random.nextInt(10) == 0) {
                name += (char) random.nextInt(33, 127);
            }
            block.append(name)
                    .append(':')
                    .append(random.nextBoolean() ? " " : "")
                    .append(any(VALUES))
                    .append("\r\n");
        }
        return block.append("\r\n").toString();
    }

    private static @Nullable Headers parsed(String block) {
        try {
            return new IncomingHeadersProcessor(block.getBytes(StandardCharsets.UTF_8)).getHeaders();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Message message(@Nullable Headers headers, byte[] body) {
        return NatsMessage.builder()
                .subject("orders")
                .headers(headers)
                .data(body)
                .build();
    }

    /** As the server would hand out the copy that the engine sends: it carries a note at least. */
    private static WireMessage copied(WireMessage message) {
        WireMessage noted = new WireMessage(
                message.body(), message.key(), message.headers().with(WireHeaders.DLQ_ENTRY, "entry ü"));
        NatsMessage sent = NatsMessage.builder()
                .subject("orders")
                .headers(WireFormat.headers(noted))
                .data(noted.body())
                .build();
        Headers received = new IncomingHeadersProcessor(sent.getHeaders().getSerialized()).getHeaders();
        WireMessage read = WireFormat.message(message(received, sent.getData()));
        assertThat(read.headers().get(WireHeaders.DLQ_ENTRY)).isEqualTo("entry ü");
        return new WireMessage(read.body(), read.key(), read.headers().without(WireHeaders.DLQ_ENTRY));
    }

    @Test
    void eachIsReadAndACopyOfItIsReadAsTheSame() {
        for (int i = 0; i < MESSAGES; i++) {
            String block = block();
            byte[] body = new byte[random.nextInt(40)];
            random.nextBytes(body);
            try {
                WireMessage read = WireFormat.message(message(parsed(block), body));
                assertThat(read.body()).isEqualTo(body);
                Set<String> names = new HashSet<>();
                read.headers()
                        .forEach((name, value) -> assertThat(names.add(name))
                                .as("one header %s", name)
                                .isTrue());
                WireMessage copy = copied(read);
                assertThat(copy.body()).isEqualTo(body);
                assertThat(copy.key()).isEqualTo(read.key());
                assertThat(copy.headers()).isEqualTo(read.headers());
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(e + "\nseed " + SEED + ", message " + i + ": " + block, e);
            }
        }
    }

    @Test
    void aNameThatTheProtocolDoesNotCarryTravelsAllTheSame() {
        dev.crossdock.messaging.Headers headers = dev.crossdock.messaging.Headers.ofPairs(
                WireHeaders.ID, "7", "grün: ja", "1", "a b", "2", "%41", "3", "crossdock-user-%41", "4", "A", "5");
        WireMessage read = copied(new WireMessage(new byte[] {1}, null, headers));
        assertThat(read.headers()).isEqualTo(headers);
    }
}
