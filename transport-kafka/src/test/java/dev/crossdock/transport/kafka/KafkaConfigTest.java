package dev.crossdock.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.spi.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.scram.ScramExtensionsCallback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaConfigTest {
    @Test
    void theContractIsInTheClientsWhateverWasSet() {
        ClientProperties clients = read(Map.of("client.client.id", "me", "consumer.fetch.max.wait.ms", "50"))
                .clients();
        assertThat(clients.producer())
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true")
                .containsEntry("client.id", "me")
                .doesNotContainKey("fetch.max.wait.ms");
        assertThat(clients.member("g", KafkaConfig.GroupProtocol.CONSUMER, 10))
                .containsEntry("enable.auto.commit", "false")
                .containsEntry("allow.auto.create.topics", "false")
                .containsEntry("auto.offset.reset", "none")
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("group.protocol", "consumer")
                .containsEntry("fetch.max.wait.ms", "50")
                .doesNotContainKey("partition.assignment.strategy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "producer.acks",
                "producer.enable.idempotence",
                "producer.transactional.id",
                "consumer.enable.auto.commit",
                "consumer.group.id",
                "client.bootstrap.servers",
                "consumer.acks",
                "admin.no.such.property"
            })
    void whatWouldBreakItOrMeansNothingIsRefused(String key) {
        assertThatThrownBy(() -> read(Map.of(key, "x")))
                .hasMessageStartingWith("INVALID_CONFIGURATION")
                .hasMessageContaining("crossdock.kafka." + key);
    }

    @Test
    void aNameAndAPasswordBecomeALoginThatDoesNotShow() throws Exception {
        KafkaConfig config = read(Map.of(
                "security-protocol", "sasl-plaintext", "sasl-username", "m\"e\\", "sasl-password", "s3\"cret\\"));
        Map<String, Object> admin = config.clients().admin();
        assertThat(((Password) Objects.requireNonNull(admin.get("sasl.jaas.config"))).value())
                .isEqualTo("org.apache.kafka.common.security.scram.ScramLoginModule required username=\"m\\\"e\\\\\";");
        assertThat(config.toString() + admin).doesNotContain("s3\"cret");
        assertThat(answer(admin)).isEqualTo("s3\"cret\\ of m\"e\\");
    }

    @ParameterizedTest
    @CsvSource({
        "sasl-username,me,security-protocol",
        "tls.ca-file,/nowhere,security-protocol",
        "delivery-timeout,1s,delivery-timeout",
        "partitions,0,partitions",
        "group-protocol,share,group-protocol",
        "compression,best,compression",
        "names,spaces,names"
    })
    void impossibleValuesAreToldByTheirKeys(String key, String value, String named) {
        assertThatThrownBy(() -> read(Map.of(key, value)))
                .hasMessageStartingWith("INVALID_CONFIGURATION")
                .hasMessageContaining("crossdock.kafka." + named);
    }

    /** What the client is answered when it asks who we are. */
    private static String answer(Map<String, Object> properties) throws Exception {
        Login login = new Login();
        login.configure(
                properties,
                "SCRAM-SHA-512",
                JaasContext.loadClientContext(properties).configurationEntries());
        NameCallback name = new NameCallback("name");
        PasswordCallback password = new PasswordCallback("password", false);
        login.handle(new Callback[] {name, new ScramExtensionsCallback(), password});
        return new String(password.getPassword()) + " of " + name.getName();
    }

    private static KafkaConfig read(Map<String, String> settings) {
        Map<String, String> prefixed = new HashMap<>();
        settings.forEach((key, value) -> prefixed.put("crossdock.kafka." + key, value));
        return KafkaConfig.read(Settings.of(prefixed, Map.of(), "crossdock.kafka."));
    }
}
