package dev.crossdock.transport.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqsConfigTest {
    private static SqsConfig read(String... keysAndValues) {
        Map<String, String> properties = new TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put("crossdock.sqs." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return SqsConfig.read(Settings.of(properties, Map.of(), "crossdock.sqs."));
    }

    @Test
    void hasDefaultsThatFitAnAccount() {
        SqsConfig config = read();
        assertThat(config.endpoint()).isNull();
        assertThat(config.account()).isNull();
        assertThat(config.tls().hasCertificate()).isFalse();
        assertThat(config.fifo()).isFalse();
        assertThat(config.maxMessageBytes()).isEqualTo(262_144);
        assertThat(config.maxBodyBytes()).isEqualTo(196_608);
        assertThat(config.pollWait()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.retention()).isEqualTo(Duration.ofDays(14));
    }

    @Test
    void snsIsWhereSqsIsUnlessSaidOtherwise() {
        assertThat(read("endpoint", "http://localhost:4566").snsEndpoint())
                .isEqualTo(URI.create("http://localhost:4566"));
        assertThat(read("endpoint", "http://one:1", "sns-endpoint", "http://two:2")
                        .snsEndpoint())
                .isEqualTo(URI.create("http://two:2"));
    }

    @ParameterizedTest
    @CsvSource({
        "endpoint, ftp://host",
        "endpoint, host:80",
        "endpoint, http://me:hidden@host",
        "name-prefix, a.b",
        "name-prefix, -a",
        "poll-wait, 0s",
        "poll-wait, 1500ms",
        "poll-wait, 21s",
        "max-message-bytes, 2000000",
        "retention, 15d",
        "fifo, maybe",
        "access-key-id, id",
        "secret-access-key, hidden",
        "session-token, hidden",
        "tls.trust-store, /no/such/file",
        "tls.key-store, /no/such/file"
    })
    void refusesWhatIsNotPossibleWithoutShowingSecrets(String key, String value) {
        assertThatThrownBy(() -> read(key, value))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("crossdock.sqs.")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void neverShowsSecrets() {
        SqsConfig config = read("access-key-id", "id", "secret-access-key", "hidden", "session-token", "hidden");
        assertThat(config.account()).isNotNull();
        assertThat(config.toString() + config.account()).doesNotContain("hidden");
    }
}
