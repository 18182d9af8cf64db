package dev.crossdock.transport.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.support.IncomingHeadersProcessor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeaderGuardTest {
    private static final long SEED = Long.getLong("crossdock.fuzz.seed", 20_260_101L);
    private static final int MESSAGES = 100_000;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] message(byte[] block, String body) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        int length = bytes(body).length;
        message.writeBytes(
                bytes("HMSG orders 7 $JS.ACK.s.c.1.2.3.4.5 " + block.length + " " + (block.length + length) + "\r\n"));
        message.writeBytes(block);
        message.writeBytes(bytes(body + "\r\n"));
        return message.toByteArray();
    }

    private static byte[] guarded(byte[] sent, int atATime) throws IOException {
        return new HeaderGuard(new ByteArrayInputStream(sent), atATime).readAllBytes();
    }

    @Test
    void whatTheClientCanReadPassesAsItIsHoweverItComes() throws IOException {
        byte[] sent = bytes("INFO {}\r\n+OK\r\nPING\r\nMSG a 1 6\r\nHMSG \n\r\n"
                + "HMSG _INBOX.x 7 28 28\r\nNATS/1.0 503 No Responders\r\n\r\n\r\n"
                + new String(message(bytes("NATS/1.0\r\nh: v\r\nempty:\r\n\r\n"), "body"), StandardCharsets.UTF_8)
                + "MSG a 1 $JS.ACK.x 0\r\n\r\n-ERR 'x'\r\n");
        for (int atATime : new int[] {1, 2, 7, 100_000}) {
            assertThat(guarded(sent, atATime)).isEqualTo(sent);
        }
    }

    @Test
    void aBlockThatTheClientRefusesIsWrappedAndWhatTheServerNotedIsNot() throws IOException {
        byte[] block = bytes("NATS/1.0\r\nName: grün\r\nname: b\r\nno header\r\nNats-Pin-Id: 5\r\nName: c\r\n\r\n");
        String seen = new String(guarded(message(block, "böse"), 3), StandardCharsets.UTF_8);
        assertThat(seen).endsWith("\r\n\r\nböse\r\n");
        String[] line = seen.substring(0, seen.indexOf('\r')).split(" ", -1);
        byte[] wrapped = bytes(seen.substring(seen.indexOf("NATS/1.0"), seen.length() - "böse\r\n".length()));
        assertThat(line[4]).isEqualTo(Integer.toString(wrapped.length));
        assertThat(line[5]).isEqualTo(Integer.toString(wrapped.length + bytes("böse").length));
        var headers = new IncomingHeadersProcessor(wrapped).getHeaders();
        assertThat(headers.getFirst("Nats-Pin-Id")).isEqualTo("5");
        assertThat(HeaderBlock.unwrapped(headers.getFirst(HeaderBlock.WRAPPED)))
                .isEqualTo(Map.of("Name", "grün, c", "name", "b", "no header", "", "Nats-Pin-Id", "5"));
    }

    @Test
    void aStoredMessageWithAStatusIsAMessage() throws IOException {
        byte[] seen = guarded(message(bytes("NATS/1.0 409 Consumer Deleted\r\n\r\n"), "body"), 9);
        assertThat(new String(seen, StandardCharsets.UTF_8))
                .contains("NATS/1.0\r\n" + HeaderBlock.WRAPPED)
                .endsWith("body\r\n");
    }

    @Test
    void theClientCanReadWhateverPasses() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] valid = bytes("NATS/1.0\r\ncrossdock-id: 7\r\nName: grün\r\nNats-Msg-Id: x\r\nh:\r\n\r\n");
        int wrapped = 0;
        for (int i = 0; i < MESSAGES; i++) {
            byte[] block =
                    Arrays.copyOf(valid, random.nextInt(4) == 0 ? 1 + random.nextInt(valid.length) : valid.length);
            for (int j = random.nextInt(4); j > 0; j--) {
                block[random.nextInt(block.length)] = (byte)
                        (random.nextBoolean() ? " \r\n:\t%\u0000\u007f".charAt(random.nextInt(8)) : random.nextInt());
            }
            String body = "body " + i;
            byte[] seen = guarded(message(block, body), 1 + random.nextInt(50));
            int end = 0;
            while (seen[end] != '\n') {
                end++;
            }
            String[] line = new String(seen, 0, end - 1, StandardCharsets.US_ASCII).split(" ", -1);
            int headers = Integer.parseInt(line[4]);
            byte[] passed = Arrays.copyOfRange(seen, end + 1, end + 1 + headers);
            IncomingHeadersProcessor read = new IncomingHeadersProcessor(passed);
            assertThat(read.getStatus()).as("seed %d, block %d", SEED, i).isNull();
            assertThat(new String(seen, end + 1 + headers, seen.length - end - 1 - headers, StandardCharsets.UTF_8))
                    .as("seed %d, block %d", SEED, i)
                    .isEqualTo(body + "\r\n");
            if (!Arrays.equals(passed, block)) {
                wrapped++;
                assertThat(HeaderBlock.unwrapped(read.getHeaders().getFirst(HeaderBlock.WRAPPED)))
                        .as("seed %d, block %d", SEED, i)
                        .isNotNull();
            }
        }
        assertThat(wrapped).isGreaterThan(MESSAGES / 4);
    }
}
