package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.MessagingException;
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
import org.apache.kafka.common.config.types.Password;

/** Who we are and whom we trust, as the native clients want to be told. Secrets never show in an error. */
final class Security {
    private Security() {}

    /** The ways to talk to a broker. */
    enum Protocol {
        /** Neither encrypted nor authenticated. */
        PLAINTEXT,
        /** Encrypted, authenticated by certificate if there is one. */
        SSL,
        /** Authenticated, readable for everybody in between. */
        SASL_PLAINTEXT,
        /** Encrypted and authenticated. */
        SASL_SSL
    }

    static Map<String, Object> read(Settings settings) {
        Protocol protocol = settings.choice("security-protocol", Protocol.class, Protocol.PLAINTEXT);
        Map<String, Object> properties = new HashMap<>();
        properties.put("security.protocol", protocol.name());
        readSasl(settings, protocol, properties);
        readTls(settings, protocol, properties);
        return properties;
    }

    private static void readSasl(Settings settings, Protocol protocol, Map<String, Object> into) {
        Optional<String> mechanism = settings.text("sasl-mechanism");
        Optional<String> name = settings.text("sasl-username");
        Optional<Secret> password = settings.changingSecret("sasl-password");
        boolean sasl = protocol == Protocol.SASL_PLAINTEXT || protocol == Protocol.SASL_SSL;
        if (!sasl && (mechanism.isPresent() || name.isPresent() || password.isPresent())) {
            throw settings.invalid(
                    "security-protocol",
                    "sasl-ssl or sasl-plaintext, because there is a sasl-… setting",
                    written(protocol));
        }
        if (!sasl) {
            return;
        }
        String chosen = mechanism.orElse("SCRAM-SHA-512").toUpperCase(Locale.ROOT);
        into.put("sasl.mechanism", chosen);
        if (name.isEmpty() && password.isEmpty()) {
            // Everything else that Kafka can do is set below client.sasl.
            return;
        }
        if (name.isEmpty() || password.isEmpty()) {
            throw settings.invalid(
                    name.isEmpty() ? "sasl-username" : "sasl-password",
                    "a value, because the other is there",
                    "nothing");
        }
        String module = switch (chosen) {
            case "PLAIN" -> "plain.PlainLoginModule";
            case "SCRAM-SHA-256", "SCRAM-SHA-512" -> "scram.ScramLoginModule";
            default ->
                throw settings.invalid(
                        "sasl-mechanism",
                        "plain, scram-sha-256 or scram-sha-512 for a name and a password; others are set with"
                                + " client.sasl.jaas.config",
                        "'" + chosen + "'");
        };
        into.put(
                "sasl.jaas.config",
                new Password("org.apache.kafka.common.security." + module + " required username=" + quoted(name.get())
                        + ";"));
        into.put("sasl.client.callback.handler.class", Login.class);
        into.put(Login.PASSWORD, password.get());
    }

    private static void readTls(Settings settings, Protocol protocol, Map<String, Object> into) {
        boolean tls = protocol == Protocol.SSL || protocol == Protocol.SASL_SSL;
        Optional<String> authorities = settings.text("tls.ca-file");
        Optional<String> certificate = settings.text("tls.certificate-file");
        Optional<String> key = settings.text("tls.key-file");
        Optional<String> keyPassword = settings.secret("tls.key-password");
        Optional<String> trustStore = settings.text("tls.trust-store");
        Optional<String> trustPassword = settings.secret("tls.trust-store-password");
        Optional<String> keyStore = settings.text("tls.key-store");
        Optional<String> keyStorePassword = settings.secret("tls.key-store-password");
        if (!tls) {
            if (authorities.isPresent()
                    || certificate.isPresent()
                    || key.isPresent()
                    || trustStore.isPresent()
                    || keyStore.isPresent()) {
                throw settings.invalid(
                        "security-protocol", "ssl or sasl-ssl, because there is a tls.… setting", written(protocol));
            }
            return;
        }
        if (authorities.isPresent() && trustStore.isPresent()) {
            throw settings.invalid("tls.trust-store", "nothing, because there is a tls.ca-file", "a value");
        }
        if (certificate.isPresent() != key.isPresent()) {
            throw settings.invalid(
                    certificate.isPresent() ? "tls.key-file" : "tls.certificate-file",
                    "a file, because the other is there",
                    "nothing");
        }
        if (certificate.isPresent() && keyStore.isPresent()) {
            throw settings.invalid("tls.key-store", "nothing, because there is a tls.certificate-file", "a value");
        }
        keyStore.ifPresent(file -> into.put("ssl.keystore.location", file));
        keyStorePassword.ifPresent(secret -> into.put("ssl.keystore.password", new Password(secret)));
        authorities.ifPresent(file -> {
            into.put("ssl.truststore.type", "PEM");
            into.put("ssl.truststore.certificates", content(settings, "tls.ca-file", file));
        });
        trustStore.ifPresent(file -> into.put("ssl.truststore.location", file));
        trustPassword.ifPresent(secret -> into.put("ssl.truststore.password", new Password(secret)));
        certificate.ifPresent(file -> {
            into.put("ssl.keystore.type", "PEM");
            into.put("ssl.keystore.certificate.chain", content(settings, "tls.certificate-file", file));
        });
        key.ifPresent(file -> into.put("ssl.keystore.key", content(settings, "tls.key-file", file)));
        keyPassword.ifPresent(secret -> into.put("ssl.key.password", new Password(secret)));
    }

    private static Password content(Settings settings, String key, String file) {
        try {
            return new Password(Files.readString(Path.of(file)));
        } catch (IOException | InvalidPathException e) {
            MessagingException error = settings.invalid(
                    key,
                    "a file that can be read",
                    "'" + file + "': " + e.getClass().getSimpleName());
            error.initCause(e);
            throw error;
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String written(Protocol protocol) {
        return protocol.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
