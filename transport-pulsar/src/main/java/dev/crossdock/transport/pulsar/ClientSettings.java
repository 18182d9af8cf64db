package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.spi.Secret;
import dev.crossdock.messaging.spi.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.pulsar.client.api.Authentication;
import org.apache.pulsar.client.api.AuthenticationFactory;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.impl.conf.ClientConfigurationData;
import org.apache.pulsar.client.impl.conf.ConsumerConfigurationData;
import org.apache.pulsar.client.impl.conf.ProducerConfigurationData;
import org.jspecify.annotations.Nullable;

/**
 * What the native client is told by the names of its own configuration: who we are, whom we trust, and what was set below
 * {@code client.}, {@code producer.} and {@code consumer.}. Secrets never show in an error. Immutable.
 */
final class ClientSettings {
    private static final String TLS_PLUGIN = "org.apache.pulsar.client.impl.auth.AuthenticationTls";
    private static final String KEY_STORE_PLUGIN = "org.apache.pulsar.client.impl.auth.AuthenticationKeyStoreTls";

    private final Map<String, Object> client;
    private final Map<String, Object> producer;
    private final Map<String, Object> consumer;
    private final @Nullable TlsProbe probe;
    private final Account account;

    private ClientSettings(
            Map<String, Object> client,
            Map<String, Object> producer,
            Map<String, Object> consumer,
            @Nullable TlsProbe probe,
            Account account) {
        this.client = Map.copyOf(client);
        this.producer = Map.copyOf(producer);
        this.consumer = Map.copyOf(consumer);
        this.probe = probe;
        this.account = account;
    }

    /** Who we are, as far as that may change; a certificate is among {@link #client}. */
    record Account(
            @Nullable Secret token,
            @Nullable String plugin,
            @Nullable Secret parameters) {}

    static ClientSettings read(Settings settings, boolean tls) {
        Map<String, Object> client = PassedOn.read(settings, "client.", ClientConfigurationData::new);
        readTrust(settings, tls, client);
        Account account = readAccount(settings, tls, client);
        return new ClientSettings(
                client,
                PassedOn.read(settings, "producer.", ProducerConfigurationData::new),
                PassedOn.read(settings, "consumer.", ConsumerConfigurationData::new),
                tls ? probe(client) : null,
                account);
    }

    /** Finds out what is wrong with TLS; {@code null} without. */
    @Nullable TlsProbe probe() {
        return probe;
    }

    /** What each connection asks anew who we are; {@code null} if {@link #client} says it once and for all. */
    @Nullable Authentication account() throws PulsarClientException {
        Secret token = account.token();
        if (token != null) {
            return AuthenticationFactory.token(token::value);
        }
        String plugin = account.plugin();
        Secret parameters = account.parameters();
        return plugin == null || parameters == null ? null : new ChangingAccount(plugin, parameters);
    }

    /** The token, for whoever asks the broker by another way; {@code null} without. */
    @Nullable Secret token() {
        return account.token();
    }

    Map<String, Object> client() {
        return new HashMap<>(client);
    }

    Map<String, Object> producer() {
        return new HashMap<>(producer);
    }

    Map<String, Object> consumer() {
        return new HashMap<>(consumer);
    }

    private static void readTrust(Settings settings, boolean tls, Map<String, Object> into) {
        Optional<String> authorities = settings.text("tls.ca-file");
        Optional<String> trustStore = settings.text("tls.trust-store");
        Optional<String> trustPassword = settings.secret("tls.trust-store-password");
        if (!tls) {
            if (authorities.isPresent() || trustStore.isPresent()) {
                throw settings.invalid("service-url", "pulsar+ssl://…, because there is a tls.… setting", "pulsar://…");
            }
            return;
        }
        // The client's own default is to take any certificate for any host.
        into.put("tlsHostnameVerificationEnable", true);
        into.put("tlsAllowInsecureConnection", false);
        if (authorities.isPresent() && trustStore.isPresent()) {
            throw settings.invalid("tls.trust-store", "nothing, because there is a tls.ca-file", "a value");
        }
        authorities.ifPresent(file -> into.put("tlsTrustCertsFilePath", readable(settings, "tls.ca-file", file)));
        trustStore.ifPresent(file -> {
            into.put("useKeyStoreTls", true);
            into.put("tlsTrustStoreType", "PKCS12");
            into.put("tlsTrustStorePath", readable(settings, "tls.trust-store", file));
            into.put("tlsTrustStorePassword", trustPassword.orElse(""));
        });
    }

    private static TlsProbe probe(Map<String, Object> client) {
        return new TlsProbe(
                (String) client.get("tlsTrustStorePath"),
                String.valueOf(client.getOrDefault("tlsTrustStorePassword", "")),
                (String) client.get("tlsTrustCertsFilePath"),
                client.containsKey("tlsKeyStorePath") || client.containsKey("tlsCertificateFilePath"));
    }

    private static Account readAccount(Settings settings, boolean tls, Map<String, Object> into) {
        Optional<Secret> token = settings.changingSecret("token");
        Optional<String> plugin = settings.text("auth-plugin");
        Optional<Secret> parameters = settings.changingSecret("auth-params");
        Optional<String> certificate = settings.text("tls.certificate-file");
        Optional<String> key = settings.text("tls.key-file");
        Optional<String> keyStore = settings.text("tls.key-store");
        Optional<String> keyStorePassword = settings.secret("tls.key-store-password");
        if (!tls && (certificate.isPresent() || key.isPresent() || keyStore.isPresent())) {
            throw settings.invalid("service-url", "pulsar+ssl://…, because there is a tls.… setting", "pulsar://…");
        }
        if (certificate.isPresent() != key.isPresent()) {
            throw settings.invalid(
                    certificate.isPresent() ? "tls.key-file" : "tls.certificate-file",
                    "a file, because the other is there",
                    "nothing");
        }
        if (keyStore.isPresent() && (certificate.isPresent() || into.get("useKeyStoreTls") == null)) {
            throw settings.invalid(
                    "tls.key-store", "a tls.trust-store beside it and no tls.certificate-file", "something else");
        }
        if (plugin.isPresent() && token.isPresent()) {
            throw settings.invalid("auth-plugin", "nothing, because there is a token", "a value");
        }
        certificate.ifPresent(
                file -> into.put("tlsCertificateFilePath", readable(settings, "tls.certificate-file", file)));
        key.ifPresent(file -> into.put("tlsKeyFilePath", readable(settings, "tls.key-file", file)));
        keyStore.ifPresent(file -> {
            into.put("tlsKeyStoreType", "PKCS12");
            into.put("tlsKeyStorePath", readable(settings, "tls.key-store", file));
            into.put("tlsKeyStorePassword", keyStorePassword.orElse(""));
        });
        if (token.isPresent()) {
            return new Account(token.get(), null, null);
        }
        if (plugin.isPresent()) {
            return new Account(null, plugin.get(), parameters.orElseGet(() -> Secret.of("")));
        }
        if (certificate.isPresent() && key.isPresent()) {
            into.put("authPluginClassName", TLS_PLUGIN);
            into.put("authParams", json(Map.of("tlsCertFile", certificate.get(), "tlsKeyFile", key.get())));
        } else if (keyStore.isPresent()) {
            into.put("authPluginClassName", KEY_STORE_PLUGIN);
            into.put(
                    "authParams",
                    json(Map.of(
                            "keyStoreType",
                            "PKCS12",
                            "keyStorePath",
                            keyStore.get(),
                            "keyStorePassword",
                            keyStorePassword.orElse(""))));
        }
        return new Account(null, null, null);
    }

    /** How plugins take parameters with any character in them; of others they write into the log that they are not JSON. */
    private static String json(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> quoted(each.getKey()) + ":" + quoted(each.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        text.chars().forEach(c -> {
            if (c < ' ' || c == '"' || c == '\\' || c > '~') {
                json.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }

    private static String readable(Settings settings, String key, String file) {
        try {
            Files.newInputStream(Path.of(file)).close();
            return file;
        } catch (IOException | InvalidPathException e) {
            throw settings.invalid(
                    key,
                    "a file that can be read",
                    "'" + file + "': " + e.getClass().getSimpleName());
        }
    }
}
