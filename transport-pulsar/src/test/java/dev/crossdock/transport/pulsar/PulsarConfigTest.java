package dev.crossdock.transport.pulsar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.spi.Settings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PulsarConfigTest {
    @Test
    void withoutAnythingItLooksForABrokerOnThisMachine() {
        PulsarConfig config = read(Map.of());
        assertThat(config.serviceUrl()).isEqualTo("pulsar://localhost:6650");
        assertThat(config.tenant()).isEqualTo("public");
        assertThat(config.groupNamespace()).isEqualTo("default");
        assertThat(config.client().client()).isEmpty();
        assertThat(config.client().probe()).isNull();
    }

    @Test
    void anAddressForAdministratorsHasNoAccountInIt() {
        assertThat(read(Map.of("admin-url", "https://broker:8443/")).adminUrl()).hasToString("https://broker:8443/");
        assertThat(read(Map.of()).adminUrl()).isNull();
        assertThatThrownBy(() -> read(Map.of("admin-url", "http://me:secret@broker:8080")))
                .hasMessageStartingWith("INVALID_CONFIGURATION")
                .hasMessageContaining("crossdock.pulsar.admin-url")
                .hasMessageNotContaining("secret");
    }

    @Test
    void tlsIsNeverTrustedBlindly() {
        PulsarConfig config = read(Map.of("service-url", "pulsar+ssl://a:6651,b:6651"));
        assertThat(config.client().client())
                .containsEntry("tlsHostnameVerificationEnable", true)
                .containsEntry("tlsAllowInsecureConnection", false);
        assertThat(config.client().probe()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client.serviceUrl",
                "client.tlsAllowInsecureConnection",
                "client.memoryLimitBytes",
                "producer.chunkingEnabled",
                "producer.batcherBuilder",
                "consumer.ackTimeoutMillis",
                "consumer.subscriptionType",
                "consumer.sendTimeoutMs",
                "consumer.autoAckOldestChunkedMessageOnQueueFull",
                "consumer.expireTimeOfIncompleteChunkedMessageMillis",
                "client.noSuchProperty"
            })
    void whatWouldBreakTheContractOrMeansNothingIsRefused(String key) {
        assertThatThrownBy(() -> read(Map.of(key, "x")))
                .hasMessageStartingWith("INVALID_CONFIGURATION")
                .hasMessageContaining("crossdock.pulsar." + key);
    }

    @Test
    void acknowledgementsThatClosingMightOvertakeAreRefused() {
        assertThatThrownBy(() -> read(Map.of("consumer.acknowledgementsGroupTimeMicros", "10000")))
                .hasMessageStartingWith("INVALID_CONFIGURATION");
    }

    @Test
    void whatTheClientHasByNameIsPassedOn() {
        PulsarConfig config = read(Map.of("client.numIoThreads", "2", "producer.compressionType", "LZ4"));
        assertThat(config.client().client()).containsEntry("numIoThreads", "2");
        assertThat(config.client().producer()).containsEntry("compressionType", "LZ4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client.numIoThreads",
                "client.tlsProtocols",
                "producer.batchingMaxMessages",
                "producer.compressionType",
                "consumer.priorityLevel",
                "consumer.cryptoFailureAction"
            })
    void whatTheClientWouldComplainOfLaterIsRefusedAtOnceWithoutItsValue(String key) {
        assertThatThrownBy(() -> read(Map.of(key, "s3cret")))
                .hasMessageStartingWith("INVALID_CONFIGURATION")
                .hasMessageContaining("crossdock.pulsar." + key)
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    @Test
    void whatCannotBeDecryptedIsNeverDiscarded() {
        assertThatThrownBy(() -> read(Map.of("consumer.cryptoFailureAction", "DISCARD")))
                .hasMessageStartingWith("INVALID_CONFIGURATION")
                .hasMessageContaining("FAIL or CONSUME");
        assertThat(read(Map.of("consumer.cryptoFailureAction", "CONSUME"))
                        .client()
                        .consumer())
                .containsEntry("cryptoFailureAction", "CONSUME");
    }

    @ParameterizedTest
    @CsvSource({
        "service-url, http://localhost:8080",
        "service-url, pulsar://me:secret@localhost:6650",
        "tenant, a/b",
        "tls.ca-file, /no/such/file",
        "tls.trust-store, /no/such/file",
        "subscriptions, exclusive",
        "max-delay, 10ms"
    })
    void impossibleValuesAreRefusedWithoutRepeatingSecrets(String key, String value) {
        assertThatThrownBy(() -> read(Map.of(key, value)))
                .hasMessageStartingWith("INVALID_CONFIGURATION")
                .hasMessageNotContaining("secret");
    }

    @Test
    void oneWayToShowWhoWeAreIsEnough() {
        assertThatThrownBy(() -> read(Map.of("token", "s3cret", "auth-plugin", "x")))
                .hasMessageContaining("auth-plugin")
                .hasMessageNotContaining("s3cret");
        assertThat(read(Map.of("token", "s3cret")).toString()).doesNotContain("s3cret");
    }

    @Test
    void orderPerKeyNeedsBatchesByKey() {
        assertThatThrownBy(() -> read(Map.of("batching", "plain", "subscriptions", "key-shared")))
                .hasMessageContaining("batching");
    }

    private static PulsarConfig read(Map<String, String> settings) {
        Map<String, String> prefixed = new HashMap<>();
        settings.forEach((key, value) -> prefixed.put("crossdock.pulsar." + key, value));
        return PulsarConfig.read(Settings.of(prefixed, Map.of(), "crossdock.pulsar."));
    }
}
