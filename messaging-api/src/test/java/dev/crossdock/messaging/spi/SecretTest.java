package dev.crossdock.messaging.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretTest {
    private static final String PREFIX = "crossdock.some.";

    @TempDir
    private Path folder;

    private static Settings settings(String... keysAndValues) {
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(PREFIX + keysAndValues[i], keysAndValues[i + 1]);
        }
        return Settings.of(values, Map.of(), PREFIX);
    }

    private Path file(String content) throws Exception {
        return Files.writeString(folder.resolve("secret"), content);
    }

    private static Secret in(Path file) {
        return settings("password-file", file.toString())
                .changingSecret("password")
                .orElseThrow();
    }

    @Test
    void aSecretInTheConfigurationStaysWhatItIs() {
        Secret secret =
                settings("password", "geheim").changingSecret("password").orElseThrow();
        assertThat(secret.value()).isEqualTo("geheim");
        assertThat(secret.file()).isEmpty();
        assertThat(settings().changingSecret("password")).isEmpty();
    }

    @Test
    void aFileIsReadAnewEachTimeItIsAskedFor() throws Exception {
        Secret secret = in(file("first\n"));
        assertThat(secret.value()).isEqualTo("first");
        file("second\r\n");
        assertThat(secret.value()).isEqualTo("second");
        assertThat(secret.file()).contains(folder.resolve("secret"));
    }

    @Test
    void lineEndsAtTheEndAreNotPartOfItAndBlanksAre() throws Exception {
        assertThat(in(file(" a b \n\n")).value()).isEqualTo(" a b ");
        assertThat(in(file("one\ntwo")).value()).isEqualTo("one\ntwo");
    }

    @Test
    void whileTheFileIsBeingReplacedTheLastOneCounts() throws Exception {
        Secret secret = in(file("first"));
        file("");
        assertThat(secret.value()).isEqualTo("first");
        Files.delete(folder.resolve("secret"));
        assertThat(secret.value()).isEqualTo("first");
        file("second");
        assertThat(secret.value()).isEqualTo("second");
    }

    @Test
    void whoAsksForASecretOnceMayHaveItInAFileToo() throws Exception {
        Settings settings = settings("password-file", file("geheim\n").toString());
        assertThat(settings.secret("password")).contains("geheim");
        settings.refuseUnknown();
    }

    @Test
    void aVariableOfTheEnvironmentNamesTheFile() throws Exception {
        Map<String, String> environment =
                Map.of("CROSSDOCK_SOME_PASSWORD_FILE", file("geheim").toString());
        assertThat(Settings.of(Map.of(), environment, PREFIX).secret("password"))
                .contains("geheim");
    }

    @ParameterizedTest
    @CsvSource({"'',an empty one", "'\n',an empty one"})
    void aFileWithoutASecretIsRefusedAtOnce(String content, String found) throws Exception {
        refused(file(content).toString(), found);
    }

    @Test
    void whatIsNoSuchFileIsRefusedAtOnce() throws Exception {
        refused(folder.resolve("nowhere").toString(), "no file");
        refused(folder.toString(), "a folder");
        refused("", "a folder");
        refused("a\0b", "no path");
        refused(
                Files.write(folder.resolve("bytes"), new byte[] {'g', 'e', (byte) 0xff, 'h', 'e', 'i', 'm'})
                        .toString(),
                "one that is not text in UTF-8");
        refused(
                Files.write(folder.resolve("long"), "x".repeat(70_000).getBytes(StandardCharsets.UTF_8))
                        .toString(),
                "one of more than 65536 bytes");
    }

    @Test
    void aValueAndAFileAreOneTooMany() throws Exception {
        Settings both =
                settings("password", "geheim", "password-file", file("heimlich").toString());
        assertThatThrownBy(() -> both.changingSecret("password"))
                .hasMessageStartingWith("INVALID_CONFIGURATION: At crossdock.some.password-file")
                .hasMessageContaining("crossdock.some.password,")
                .hasMessageNotContainingAny("geheim", "heimlich");
    }

    @Test
    void itIsNotShown() throws Exception {
        assertThat(Secret.of("geheim")).hasToString("Secret");
        Path file = file("geheim");
        assertThat(in(file)).hasToString("Secret[in " + file + "]");
    }

    private static void refused(String file, String found) {
        assertThatThrownBy(() -> settings("password-file", file).changingSecret("password"))
                .hasMessageContaining("crossdock.some.password-file")
                .hasMessageContaining(found)
                .asInstanceOf(InstanceOfAssertFactories.type(MessagingException.class))
                .extracting(MessagingException::code)
                .isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    }
}
