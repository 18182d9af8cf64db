package dev.crossdock.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The codecs that need no library take any bytes, or refuse them; what they take they give back to the byte. */
class WhenBodiesAreHostileTest {
    private static final long SEED = Long.getLong("crossdock.fuzz.seed", 20_260_101L);
    private static final int BODIES = 100_000;
    private static final List<String> TEXTS =
            List.of("", "text", "ü", "😅", "\uFEFFbom", "\u0000", "\uFFFD\uFFFF", "a\r\nb", "\uDBFF\uDFFF");

    private final SplittableRandom random = new SplittableRandom(SEED);

    /** Well-formed text, most of it damaged: cut, overwritten, put together from halves. */
    private byte[] body() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            text.append(TEXTS.get(random.nextInt(TEXTS.size())));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(3); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return random.nextInt(3) == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 2)) : bytes;
    }

    @Test
    void bytesComeBackAsTheyWere() throws Exception {
        for (int i = 0; i < BODIES; i++) {
            byte[] body = body();
            byte[] decoded = Codec.bytes().decode(body, Headers.empty());
            assertThat(decoded).isNotSameAs(body).isEqualTo(body);
            assertThat(Codec.bytes().encode(decoded)).isEqualTo(body);
        }
    }

    @Test
    void textComesBackToTheByteOrIsRefused() throws Exception {
        int refused = 0;
        for (int i = 0; i < BODIES; i++) {
            byte[] body = body();
            String asRead = new String(body, StandardCharsets.UTF_8);
            boolean wellFormed = java.util.Arrays.equals(asRead.getBytes(StandardCharsets.UTF_8), body);
            try {
                String decoded = Codec.utf8().decode(body, Headers.empty());
                assertThat(wellFormed)
                        .as("seed %d, body %d is well-formed", SEED, i)
                        .isTrue();
                assertThat(Codec.utf8().encode(decoded))
                        .as("seed %d, body %d", SEED, i)
                        .isEqualTo(body);
            } catch (CharacterCodingException e) {
                refused++;
                assertThat(wellFormed)
                        .as("seed %d, body %d is well-formed", SEED, i)
                        .isFalse();
            }
        }
        assertThat(refused).isBetween(BODIES / 10, BODIES * 9 / 10);
    }
}
