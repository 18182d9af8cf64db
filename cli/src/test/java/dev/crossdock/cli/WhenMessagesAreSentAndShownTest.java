package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WhenMessagesAreSentAndShownTest {
    private final String broker = UUID.randomUUID().toString();

    @Test
    void whatWasSentIsShown() {
        Run nothing = Run.of(broker, "tail", "orders", "--group", "looking", "-n", "1", "--for", "PT0.1S");
        assertThat(nothing.code()).isEqualTo(ExitCodes.NOT_THERE);

        Run send = Run.of(broker, "send", "orders", "{}", "--id", "m-1", "--key", "k", "--header", "a=b", "--json");
        assertThat(send.json()).containsExactly(Map.of("message", "m-1"));

        Run tail = Run.of(broker, "tail", "orders", "--group", "looking", "-n", "1", "--for", "PT20S", "--json");
        assertThat(tail.code()).isZero();
        assertThat(tail.json())
                .containsExactly(Map.of("message", "m-1", "key", "k", "headers", Map.of("a", "b"), "body", "{}"));
    }

    @Test
    void aTopicThatIsNotThereIsNotMadeByAMistypedName() {
        assertThat(Run.of(broker, "send", "oders", "{}").code()).isEqualTo(ExitCodes.NOT_THERE);
        assertThat(Run.of(broker, "send", "oders", "{}", "-Dcrossdock.provision=create")
                        .code())
                .isZero();
    }

    @Test
    void aBodyThatIsNoTextIsShownInBase64() {
        assertThat(Bodies.shown(new byte[] {(byte) 0xff, 0})).isEqualTo("base64:/wA=");
        assertThat(Bodies.shown("für".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo("für");
    }

    @Test
    void whatSomebodyHasSentCannotMoveTheCursor() {
        assertThat(Run.of(broker, "send", "orders", "a\u001b[2Jb", "--id", "m", "-Dcrossdock.provision=create")
                        .code())
                .isZero();
        Run.of(broker, "tail", "orders", "--group", "g", "--for", "PT0.1S");
        Run.of(broker, "send", "orders", "a\u001b[2Jb");
        assertThat(Run.of(broker, "tail", "orders", "--group", "g", "-n", "1", "--for", "PT20S")
                        .out())
                .contains("a [2Jb")
                .doesNotContain("\u001b");
    }
}
