package dev.crossdock.messaging.spi;

import dev.crossdock.messaging.MessagingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust with TLS and what to show, for clients that take what the JDK has for it: {@code tls.trust-store} and
 * {@code tls.key-store}, each a PKCS #12 or JKS file, and {@code tls.trust-store-password} and
 * {@code tls.key-store-password}, or the files in which these stand. Without the first the platform's authorities are
 * trusted, without the second nothing is shown.
 *
 * <p>The files are read when this is made, so that a mistake shows early, and again whenever something is asked for, so
 * that renewed certificates are seen. Thread-safe.
 */
public final class TlsStores {
    private final @Nullable Store trust;
    private final @Nullable Store keys;
    private final Settings settings;

    private TlsStores(@Nullable Store trust, @Nullable Store keys, Settings settings) {
        this.trust = trust;
        this.keys = keys;
        this.settings = settings;
    }

    /**
     * Reads the settings of a transport that always knows whether it uses TLS, by its address.
     *
     * @throws MessagingException with {@link dev.crossdock.messaging.ErrorCode#INVALID_CONFIGURATION} if a file cannot be
     *     read as a store with its password
     */
    public static TlsStores read(Settings settings) {
        TlsStores stores = new TlsStores(
                Store.named(settings, "tls.trust-store"), Store.named(settings, "tls.key-store"), settings);
        stores.trustManagers();
        stores.keyManagers();
        return stores;
    }

    /**
     * Reads the settings of a transport that is told whether to use TLS, at {@code tls}.
     *
     * @return {@code null} without TLS
     * @throws MessagingException as {@link #read}; also if there is a store and no TLS
     */
    public static @Nullable TlsStores readIfOn(Settings settings) {
        if (settings.flag("tls", false)) {
            return read(settings);
        }
        for (String key : new String[] {"tls.trust-store", "tls.key-store"}) {
            if (Store.named(settings, key) != null) {
                throw settings.invalid(key, "nothing, because tls is false", "a file");
            }
        }
        return null;
    }

    /** Whether a client that is asked for a certificate has one. */
    public boolean hasCertificate() {
        return keys != null;
    }

    /** Trusts the authorities in the store, or the platform's. */
    public TrustManager[] trustManagers() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trust == null ? null : trust.load());
            return factory.getTrustManagers();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw unreadable("tls.trust-store", e);
        }
    }

    /** Shows the certificate in the store; empty without one. */
    public KeyManager[] keyManagers() {
        if (keys == null) {
            return new KeyManager[0];
        }
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys.load(), keys.password.value().toCharArray());
            return factory.getKeyManagers();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw unreadable("tls.key-store", e);
        }
    }

    /**
     * A context of these managers.
     *
     * @param trusted {@link #trustManagers()}, or what stands before them
     */
    public SSLContext context(TrustManager[] trusted) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), trusted, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw settings.invalid(
                    "tls", "a platform that has TLS", e.getClass().getSimpleName());
        }
    }

    /** Neither the files nor the passwords. */
    @Override
    public String toString() {
        return "TlsStores[trust " + (trust == null ? "the platform's" : "its own") + ", certificate "
                + (keys == null ? "none" : "its own") + "]";
    }

    private MessagingException unreadable(String key, Exception cause) {
        return settings.invalid(
                key,
                "a PKCS #12 or JKS file that " + key + "-password opens",
                "one that cannot be read as such (" + cause.getClass().getSimpleName() + ")");
    }

    private static final class Store {
        private final String file;
        private final Secret password;

        private Store(String file, Secret password) {
            this.file = file;
            this.password = password;
        }

        static @Nullable Store named(Settings settings, String key) {
            String file = settings.text(key).orElse("");
            Secret password = settings.changingSecret(key + "-password").orElseGet(() -> Secret.of(""));
            return file.isEmpty() ? null : new Store(file, password);
        }

        KeyStore load() throws IOException, GeneralSecurityException {
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                // Reads PKCS #12 and JKS alike.
                KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
                store.load(in, password.value().toCharArray());
                return store;
            }
        }
    }
}
