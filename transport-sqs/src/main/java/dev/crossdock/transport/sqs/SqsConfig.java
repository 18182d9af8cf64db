package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.spi.Secret;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.TlsStores;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What can be set below {@code crossdock.sqs.}.
 *
 * @param region {@code region}; empty for what the environment or the profile says
 * @param endpoint {@code endpoint}: of SQS; {@code null} for the region's own
 * @param snsEndpoint {@code sns-endpoint}: of SNS; the other endpoint if that is set
 * @param account {@code access-key-id}, {@code secret-access-key}, {@code session-token}; {@code null} for the SDK's chain
 * @param tls {@code tls.*}
 * @param fifo {@code fifo}: whether topics are FIFO, which order per key needs
 * @param namePrefix {@code name-prefix}: what all names begin with
 * @param retention {@code retention}: how long an inbox that is made here keeps a message; 14 days
 * @param maxMessageBytes {@code max-message-bytes}: body and attributes as they are sent; 256 KiB
 * @param maxHeaders {@code max-headers}: 128
 * @param pollWait {@code poll-wait}: how long SQS may wait for a message before it answers that there is none; 1 second
 * @param connectionTimeout {@code connection-timeout}: for TCP and TLS; 5 seconds
 * @param requestTimeout {@code request-timeout}: how long the answer to a request is waited for; 10 seconds
 * @param maxConnections {@code max-connections}: of all that does not wait for messages; 128
 */
record SqsConfig(
        String region,
        @Nullable URI endpoint,
        @Nullable URI snsEndpoint,
        @Nullable Account account,
        TlsStores tls,
        boolean fifo,
        String namePrefix,
        Duration retention,
        int maxMessageBytes,
        int maxHeaders,
        Duration pollWait,
        Duration connectionTimeout,
        Duration requestTimeout,
        int maxConnections) {
    private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9][A-Za-z0-9_-]{0,19})?");
    private static final int KIB = 1024;

    /** Who we are; shows nothing of it. */
    record Account(
            Secret accessKeyId,
            Secret secretAccessKey,
            @Nullable Secret sessionToken) {
        @Override
        public String toString() {
            return "Account";
        }
    }

    static SqsConfig read(Settings settings) {
        URI endpoint = uri(settings, "endpoint");
        URI snsEndpoint = uri(settings, "sns-endpoint");
        String prefix = settings.text("name-prefix", "");
        if (!PREFIX.matcher(prefix).matches()) {
            throw settings.invalid(
                    "name-prefix",
                    "at most 20 letters, digits, dashes and underscores, a letter or digit first",
                    "'" + prefix + "'");
        }
        Duration pollWait =
                settings.duration("poll-wait", Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofSeconds(1));
        if (pollWait.toNanosPart() != 0) {
            throw settings.invalid("poll-wait", "whole seconds, which are all that SQS knows", pollWait.toString());
        }
        return new SqsConfig(
                settings.text("region", ""),
                endpoint,
                snsEndpoint == null ? endpoint : snsEndpoint,
                account(settings),
                TlsStores.read(settings),
                settings.flag("fifo", false),
                prefix,
                settings.duration("retention", Duration.ofMinutes(1), Duration.ofDays(14), Duration.ofDays(14)),
                settings.number("max-message-bytes", 4 * KIB, KIB * KIB, 256 * KIB),
                settings.number("max-headers", 1, 10_000, 128),
                pollWait,
                settings.duration(
                        "connection-timeout", Duration.ofMillis(1), Duration.ofMinutes(10), Duration.ofSeconds(5)),
                settings.duration(
                        "request-timeout", Duration.ofMillis(100), Duration.ofMinutes(10), Duration.ofSeconds(10)),
                settings.number("max-connections", 8, 10_000, 128));
    }

    /** The largest body of any bytes that a message without headers could have: those that are no text grow by a third. */
    int maxBodyBytes() {
        return maxMessageBytes / 4 * 3;
    }

    /** Neither account nor stores. */
    @Override
    public String toString() {
        return "SqsConfig[" + (endpoint == null ? region : endpoint) + (fifo ? ", fifo" : "") + "]";
    }

    private static @Nullable Account account(Settings settings) {
        Secret id = given(settings, "access-key-id");
        Secret secret = given(settings, "secret-access-key");
        Secret token = given(settings, "session-token");
        if (id != null && secret != null) {
            return new Account(id, secret, token);
        }
        if (id != null || secret != null || token != null) {
            throw settings.invalid(
                    id == null ? "access-key-id" : "secret-access-key",
                    "a value, because another part of the account is there; or nothing for all, and the account of the"
                            + " environment, the profile or the machine is used",
                    "nothing");
        }
        return null;
    }

    private static @Nullable Secret given(Settings settings, String key) {
        return settings.changingSecret(key)
                .filter(secret -> !secret.value().isEmpty())
                .orElse(null);
    }

    private static @Nullable URI uri(Settings settings, String key) {
        String text = settings.text(key, "");
        if (text.isEmpty()) {
            return null;
        }
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // The one error below says what is possible.
        }
        // Not repeated: people write passwords into URLs.
        throw settings.invalid(key, "http://host:port or https://host:port", "something else");
    }
}
