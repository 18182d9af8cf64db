package dev.crossdock.transport.nats;

import dev.crossdock.messaging.spi.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What can be set below {@code crossdock.nats.tls.}. Certificates and host names are always verified; there is no
 * setting against it.
 *
 * @param first {@code first}: TLS from the first byte on, as a server with {@code handshake_first} or a proxy wants it
 * @param trustStore {@code trust-store}: a PKCS #12 or JKS file of authorities; {@code null} for the platform's
 * @param keyStore {@code key-store}: one with this client's certificate and key; {@code null} for none
 */
record TlsConfig(
        boolean first, @Nullable Store trustStore, @Nullable Store keyStore) {
    /** A file and what opens it; shows neither. */
    record Store(String settingName, Path file, String password) {
        @Override
        public String toString() {
            return settingName;
        }
    }

    static @Nullable TlsConfig read(Settings settings) {
        boolean on = settings.flag("tls", false);
        boolean first = settings.flag("tls.first", false);
        if (first && !on) {
            throw settings.invalid("tls.first", "false, because tls is false", "true");
        }
        Store trust = store(settings, "tls.trust-store", on);
        Store key = store(settings, "tls.key-store", on);
        return on ? new TlsConfig(first, trust, key) : null;
    }

    /** A context that trusts these authorities and shows this certificate. */
    SSLContext context(Settings settings) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trustStore == null ? null : load(trustStore, settings));
            KeyManagerFactory keys = null;
            if (keyStore != null) {
                keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                keys.init(load(keyStore, settings), keyStore.password().toCharArray());
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keys == null ? null : keys.getKeyManagers(), HostNames.comparedBy(trust.getTrustManagers()), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw settings.invalid(
                    "tls", "stores that TLS can be made of", e.getClass().getSimpleName());
        }
    }

    private static @Nullable Store store(Settings settings, String key, boolean on) {
        String file = settings.text(key).orElse("");
        String password = settings.secret(key + "-password").orElse("");
        if (!on && !file.isEmpty()) {
            throw settings.invalid(key, "nothing, because tls is false", "a file");
        }
        return file.isEmpty() ? null : new Store(key, Path.of(file), password);
    }

    private static KeyStore load(Store store, Settings settings) {
        try (InputStream in = Files.newInputStream(store.file())) {
            // Reads PKCS #12 and JKS alike.
            KeyStore loaded = KeyStore.getInstance(KeyStore.getDefaultType());
            loaded.load(in, store.password().toCharArray());
            return loaded;
        } catch (IOException | GeneralSecurityException e) {
            throw settings.invalid(
                    store.settingName(),
                    "a PKCS #12 or JKS file that " + store.settingName() + "-password opens",
                    "one that cannot be read as such (" + e.getClass().getSimpleName() + ")");
        }
    }
}
