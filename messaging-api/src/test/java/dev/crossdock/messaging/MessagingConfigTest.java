package dev.crossdock.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessagingConfigTest {
    @Test
    void aFileIsReadAsUtf8AndSystemPropertiesWin(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("crossdock.properties");
        Files.writeString(file, "crossdock.transport=inmemory\ncrossdock.test.name=grün\ncrossdock.test.who=file\n");
        System.setProperty("crossdock.test.who", "system");
        try {
            MessagingConfig config = MessagingConfig.load(file);
            assertThat(config.properties())
                    .containsEntry("crossdock.transport", "inmemory")
                    .containsEntry("crossdock.test.name", "grün")
                    .containsEntry("crossdock.test.who", "system");
        } finally {
            System.clearProperty("crossdock.test.who");
        }
    }

    @Test
    void aMissingFileIsAConfigurationErrorThatNamesIt(@TempDir Path folder) {
        assertThatThrownBy(() -> MessagingConfig.load(folder.resolve("nowhere.properties")))
                .isInstanceOfSatisfying(
                        MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
                .hasMessageContaining("nowhere.properties");
    }

    @Test
    void withGivesANewOneAndValuesAreNotShown() {
        MessagingConfig before = MessagingConfig.of(Map.of("crossdock.transport", "inmemory"));
        MessagingConfig after = before.with("crossdock.rabbitmq.password", "s3cret");
        assertThat(before.properties()).hasSize(1);
        assertThat(after.toString()).contains("crossdock.rabbitmq.password").doesNotContain("s3cret");
    }

    @Test
    void theEnvironmentNameHasTheSameLetters() {
        assertThat(MessagingConfig.environmentName("crossdock.kafka.bootstrap-servers"))
                .isEqualTo("CROSSDOCK_KAFKA_BOOTSTRAP_SERVERS");
    }
}
