package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.spi.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What can be set below {@code crossdock.sqs.tls.}, for endpoints with an authority of their own. Certificates and host
 * names are always verified; there is no setting against it.
 *
 * @param trust from {@code trust-store}, a PKCS #12 or JKS file of authorities; {@code null} for the platform's
 * @param keys from {@code key-store}, one with this client's certificate and key; {@code null} for none
 */
// Handed on to the client, which asks for arrays, and never compared.
@SuppressWarnings("ArrayRecordComponent")
record TlsConfig(TrustManager @Nullable [] trust, KeyManager @Nullable [] keys) {
    static @Nullable TlsConfig read(Settings settings) {
        String trustStore = settings.text("tls.trust-store", "");
        String trustPassword = settings.secret("tls.trust-store-password").orElse("");
        String keyStore = settings.text("tls.key-store", "");
        String keyPassword = settings.secret("tls.key-store-password").orElse("");
        if (trustStore.isEmpty() && keyStore.isEmpty()) {
            return null;
        }
        return new TlsConfig(
                trustStore.isEmpty() ? null : trust(settings, trustStore, trustPassword),
                keyStore.isEmpty() ? null : keys(settings, keyStore, keyPassword));
    }

    @Override
    public String toString() {
        return "TlsConfig";
    }

    private static TrustManager[] trust(Settings settings, String file, String password) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(load(file, password));
            return factory.getTrustManagers();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw unreadable(settings, "tls.trust-store", e);
        }
    }

    private static KeyManager[] keys(Settings settings, String file, String password) {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(load(file, password), password.toCharArray());
            return factory.getKeyManagers();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw unreadable(settings, "tls.key-store", e);
        }
    }

    private static KeyStore load(String file, String password) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            // Reads PKCS #12 and JKS alike.
            KeyStore loaded = KeyStore.getInstance(KeyStore.getDefaultType());
            loaded.load(in, password.toCharArray());
            return loaded;
        }
    }

    private static RuntimeException unreadable(Settings settings, String key, Exception cause) {
        return settings.invalid(
                key,
                "a PKCS #12 or JKS file that " + key + "-password opens",
                "one that cannot be read as such (" + cause.getClass().getSimpleName() + ")");
    }
}
