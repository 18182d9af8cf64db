package dev.crossdock.messaging.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsStoresTest {
    private static final String PASSWORD = "geheim";

    @TempDir
    private Path folder;

    private static Settings settings(String... keysAndValues) {
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put("crossdock.some." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return Settings.of(values, Map.of(), "crossdock.some.");
    }

    private String store() throws Exception {
        Path file = folder.resolve("store");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file.toString();
    }

    @Test
    void withoutStoresThePlatformIsTrustedAndNothingIsShown() {
        TlsStores stores = TlsStores.read(settings());
        assertThat(stores.hasCertificate()).isFalse();
        assertThat(stores.keyManagers()).isEmpty();
        assertThat(stores.trustManagers()).isNotEmpty();
        assertThat(stores.context(stores.trustManagers()).getProtocol()).isEqualTo("TLS");
    }

    @Test
    void aStoreOfOnesOwnIsOpenedWithItsPassword() throws Exception {
        TlsStores stores = TlsStores.read(settings("tls.key-store", store(), "tls.key-store-password", PASSWORD));
        assertThat(stores.hasCertificate()).isTrue();
        assertThat(stores.keyManagers()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls.trust-store", "tls.key-store"})
    void aStoreThatIsNotThereOrHasAnotherPasswordIsToldAtOnceAndItsPasswordIsNot(String key) throws Exception {
        refuses(key, settings(key, folder.resolve("nothing").toString(), key + "-password", PASSWORD));
        refuses(key, settings(key, "a\u0000b", key + "-password", PASSWORD));
        refuses(key, settings(key, store(), key + "-password", "not " + PASSWORD));
    }

    @Test
    void aStoreThatHasGoneMeanwhileIsToldWhenItIsWanted() throws Exception {
        String file = store();
        TlsStores stores = TlsStores.read(settings("tls.trust-store", file, "tls.trust-store-password", PASSWORD));
        Files.delete(Path.of(file));
        assertThatThrownBy(stores::trustManagers).hasMessageContaining("crossdock.some.tls.trust-store");
    }

    @Test
    void withoutTlsThereAreNone() {
        assertThat(TlsStores.readIfOn(settings())).isNull();
        assertThat(TlsStores.readIfOn(settings("tls", "true"))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls.trust-store", "tls.key-store"})
    void aStoreWithoutTlsIsAMistake(String key) {
        assertThatThrownBy(() -> TlsStores.readIfOn(settings(key, "/some/file")))
                .hasMessageContaining("crossdock.some." + key)
                .hasMessageContaining("tls is false");
    }

    @Test
    void nothingOfItIsShown() throws Exception {
        TlsStores stores = TlsStores.read(settings("tls.key-store", store(), "tls.key-store-password", PASSWORD));
        assertThat(stores.toString()).doesNotContain(PASSWORD, folder.toString());
    }

    private static void refuses(String key, Settings settings) {
        assertThatThrownBy(() -> TlsStores.read(settings))
                .isInstanceOfSatisfying(
                        MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
                .hasMessageContaining("crossdock.some." + key)
                .hasMessageNotContaining(PASSWORD);
    }
}
