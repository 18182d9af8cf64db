package dev.crossdock.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BasicCodecsTest {
    @Nested
    class WhenTextIsNotWellFormed {
        @Test
        void encodingRefusesAnUnpairedSurrogate() {
            assertThatThrownBy(() -> Codec.utf8().encode("a\uD800b")).isInstanceOf(CharacterCodingException.class);
        }

        @Test
        void decodingRefusesInvalidBytes() {
            byte[] overlong = {(byte) 0xC0, (byte) 0x80};
            assertThatThrownBy(() -> Codec.utf8().decode(overlong, Headers.empty()))
                    .isInstanceOf(CharacterCodingException.class);
        }
    }

    @Test
    void textComesBackAsItWas() throws Exception {
        String text = "grün 😅 \u0000 مرحبا";
        assertThat(Codec.utf8().decode(Codec.utf8().encode(text), Headers.empty()))
                .isEqualTo(text);
        assertThat(Codec.utf8().encode("")).isEmpty();
    }

    @Test
    void theReplacementCharacterIsTextLikeAnyOther() throws Exception {
        assertThat(Codec.utf8().decode(Codec.utf8().encode("a\uFFFDb"), Headers.empty()))
                .isEqualTo("a\uFFFDb");
    }

    @Test
    void anyBytesAreTextOrRefusedAndNeverSomethingElse() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(6)];
            random.nextBytes(bytes);
            String text;
            try {
                text = Codec.utf8().decode(bytes, Headers.empty());
            } catch (Exception e) {
                assertThat(e).isInstanceOf(CharacterCodingException.class);
                continue;
            }
            assertThat(text.getBytes(StandardCharsets.UTF_8)).isEqualTo(bytes);
        }
    }

    @Test
    void sharedBytesAreTheSameArrayBothWays() throws Exception {
        byte[] mine = {1, 2, 3};
        assertThat(Codec.sharedBytes().encode(mine)).isSameAs(mine);
        assertThat(Codec.sharedBytes().decode(mine, Headers.empty())).isSameAs(mine);
        assertThat(Codec.sharedBytes().contentType()).isEqualTo(Codec.bytes().contentType());
    }

    @Test
    void bytesAreCopiedBothWays() throws Exception {
        byte[] mine = {1, 2, 3};
        byte[] sent = Codec.bytes().encode(mine);
        byte[] received = Codec.bytes().decode(sent, Headers.empty());
        mine[0] = 9;
        received[1] = 9;
        assertThat(sent).containsExactly(1, 2, 3);
    }
}
