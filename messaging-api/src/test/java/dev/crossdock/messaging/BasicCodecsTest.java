package dev.crossdock.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.CharacterCodingException;
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
    void bytesAreCopiedBothWays() throws Exception {
        byte[] mine = {1, 2, 3};
        byte[] sent = Codec.bytes().encode(mine);
        byte[] received = Codec.bytes().decode(sent, Headers.empty());
        mine[0] = 9;
        received[1] = 9;
        assertThat(sent).containsExactly(1, 2, 3);
    }
}
