package dev.crossdock.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"orders", "orders.eu", "Orders", "orders.*", "foo/bar", "..", "a b", "ünï", "😅", ">", "a:b=c"})
    void namesOfAnyScriptAreAccepted(String name) {
        assertThat(Topic.of(name, Codec.utf8()).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " a", "a ", "\t", "a\nb", "a\r\nX-Injected: 1", "\u0000", "a\uD800", "\uDC00a"})
    void hostileNamesAreRefusedByCode(String name) {
        assertThatThrownBy(() -> Topic.of(name, Codec.utf8()))
                .isInstanceOfSatisfying(
                        MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 129})
    void theLongestNameHas128Characters(int length) {
        String name = "x".repeat(length);
        if (length <= 128) {
            assertThat(Topic.of(name, Codec.utf8()).name()).hasSize(128);
        } else {
            assertThatThrownBy(() -> Topic.of(name, Codec.utf8())).hasMessageContaining("129");
        }
    }
}
