package dev.crossdock.transport.pulsar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.spi.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.pulsar.client.api.Authentication;
import org.apache.pulsar.client.api.AuthenticationFactory;
import org.apache.pulsar.client.impl.auth.AuthenticationKeyStoreTls;
import org.apache.pulsar.client.impl.auth.AuthenticationTls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhenCertificatesAreShownTest {
    private static final String PASSWORD = "s3\"cret\\,key:\u00e9\u20ac {}";

    @TempDir
    private Path folder;

    private String log = "";

    @Test
    void thePasswordOfAKeyStoreArrivesAndIsNotLogged() throws Exception {
        Authentication shown = authentication(Map.of(
                "tls.trust-store",
                file("trust.p12"),
                "tls.trust-store-password",
                "trust",
                "tls.key-store",
                file("keys, of mine.p12"),
                "tls.key-store-password",
                PASSWORD));
        assertThat(shown).isInstanceOf(AuthenticationKeyStoreTls.class);
        var keys = shown.getAuthData("localhost").getTlsKeyStoreParams();
        assertThat(keys.getKeyStorePassword()).isEqualTo(PASSWORD);
        assertThat(keys.getKeyStorePath()).endsWith("keys, of mine.p12");
        assertThat(log).doesNotContain("cret").doesNotContain("Json");
    }

    @Test
    void whatIsNotJsonWouldBeLogged() throws Exception {
        Authentication shown = created(
                AuthenticationKeyStoreTls.class.getName(),
                "keyStoreType:PKCS12,keyStorePath:/x,keyStorePassword:s3cret");
        assertThat(shown).isNotNull();
        assertThat(log).contains("s3cret");
    }

    @Test
    void filesMayHaveAnyName() throws Exception {
        AuthenticationTls shown = (AuthenticationTls) authentication(
                Map.of("tls.certificate-file", file("certificate, mine.pem"), "tls.key-file", file("key\"1\".pem")));
        assertThat(shown.getCertFilePath()).endsWith("certificate, mine.pem");
        assertThat(shown.getKeyFilePath()).endsWith("key\"1\".pem");
    }

    private Authentication authentication(Map<String, String> settings) throws Exception {
        Map<String, String> prefixed = new HashMap<>();
        prefixed.put("crossdock.pulsar.service-url", "pulsar+ssl://localhost:6651");
        settings.forEach((key, value) -> prefixed.put("crossdock.pulsar." + key, value));
        Map<String, Object> client = PulsarConfig.read(Settings.of(prefixed, Map.of(), "crossdock.pulsar."))
                .client()
                .client();
        return created(String.valueOf(client.get("authPluginClassName")), String.valueOf(client.get("authParams")));
    }

    private Authentication created(String plugin, String parameters) throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            return AuthenticationFactory.create(plugin, parameters);
        } finally {
            System.setErr(before);
            log = written.toString(StandardCharsets.UTF_8);
        }
    }

    private String file(String name) throws Exception {
        return Files.createFile(folder.resolve(name)).toString();
    }
}
