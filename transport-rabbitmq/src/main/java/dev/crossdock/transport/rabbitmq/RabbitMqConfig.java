package dev.crossdock.transport.rabbitmq;

import com.rabbitmq.client.Address;
import dev.crossdock.messaging.spi.Secret;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.TlsStores;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be set below {@code crossdock.rabbitmq.}.
 *
 * @param addresses {@code addresses}: where to connect, the first that answers; {@code localhost:5672}
 * @param virtualHost {@code virtual-host}: {@code /}
 * @param username {@code username}: {@code guest}
 * @param password {@code password}: {@code guest}; never shown, and asked for with every connection
 * @param tls {@code tls} and what is below it; {@code null} without
 * @param connectionTimeout {@code connection-timeout}: for TCP and for the handshake; 10 seconds
 * @param requestTimeout {@code request-timeout}: how long the broker's answer to a request is waited for; 30 seconds
 * @param heartbeat {@code heartbeat}: a peer that says nothing for twice as long is taken for dead; 20 seconds
 * @param maxMessageBytes {@code max-message-bytes}: the largest body; 16 MiB, as the broker's own default
 * @param maxHeaders {@code max-headers}: 128
 * @param consumerTimeout {@code consumer-timeout}: how long a message may stay on loan; 30 minutes
 * @param orderedReadAhead {@code ordered-read-ahead}: how many messages beyond the prefetch a consumer with order per key
 *     takes, so that a key that waits does not hold up the others; 1000
 * @param unroutable {@code unroutable}: {@code accept} or {@code reject}
 * @param connectionName {@code connection-name}: what the broker's tools show; {@code crossdock}
 * @param managementUri {@code management-uri}: where the broker shows its policies and alarms; {@code null} if nowhere
 * @param client {@code client.*}: for the native client, by the names of its own configurator
 */
record RabbitMqConfig(
        List<Address> addresses,
        String virtualHost,
        String username,
        Secret password,
        @Nullable TlsStores tls,
        Duration connectionTimeout,
        Duration requestTimeout,
        Duration heartbeat,
        int maxMessageBytes,
        int maxHeaders,
        Duration consumerTimeout,
        int orderedReadAhead,
        Unroutable unroutable,
        String connectionName,
        @Nullable URI managementUri,
        Map<String, String> client) {
    private static final int PORT = 5672;
    private static final int TLS_PORT = 5671;

    static RabbitMqConfig read(Settings settings) {
        TlsStores tls = TlsStores.readIfOn(settings);
        return new RabbitMqConfig(
                addresses(settings, tls == null ? PORT : TLS_PORT),
                settings.text("virtual-host", "/"),
                settings.text("username", "guest"),
                settings.changingSecret("password").orElseGet(() -> Secret.of("guest")),
                tls,
                settings.duration(
                        "connection-timeout", Duration.ofMillis(1), Duration.ofHours(1), Duration.ofSeconds(10)),
                settings.duration("request-timeout", Duration.ofMillis(1), Duration.ofHours(1), Duration.ofSeconds(30)),
                settings.duration("heartbeat", Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofSeconds(20)),
                settings.number("max-message-bytes", 1, 512 << 20, 16 << 20),
                settings.number("max-headers", 1, 10_000, 128),
                settings.duration(
                        "consumer-timeout", Duration.ofMinutes(1), Duration.ofDays(24), Duration.ofMinutes(30)),
                settings.number("ordered-read-ahead", 0, 50_000, 1_000),
                settings.choice("unroutable", Unroutable.class, Unroutable.ACCEPT),
                settings.text("connection-name", "crossdock"),
                managementUri(settings),
                Map.copyOf(settings.below("client.")));
    }

    /** Neither the password nor what is handed to the client, which may be secret too. */
    @Override
    public String toString() {
        return "RabbitMqConfig[" + username + "@" + addresses + virtualHost + (tls == null ? "" : ", tls") + "]";
    }

    private static @Nullable URI managementUri(Settings settings) {
        String text = settings.text("management-uri", "");
        if (text.isEmpty()) {
            return null;
        }
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // The one error below says what is possible.
        }
        // Not repeated: people write passwords into URLs.
        throw settings.invalid(
                "management-uri",
                "http://host:port or https://host:port, without an account, which is that of the connection",
                "something else");
    }

    private static List<Address> addresses(Settings settings, int defaultPort) {
        List<Address> addresses = new ArrayList<>();
        for (String one : settings.text("addresses", "localhost").split(",", -1)) {
            try {
                Address parsed = Address.parseAddress(one.strip());
                int port = parsed.getPort() == -1 ? defaultPort : parsed.getPort();
                if (parsed.getHost().isEmpty() || parsed.getHost().contains("/") || port < 1 || port > 65_535) {
                    throw new IllegalArgumentException(one);
                }
                addresses.add(new Address(parsed.getHost(), port));
            } catch (IllegalArgumentException e) {
                // Not repeated: people write URLs here, with passwords in them.
                throw settings.invalid(
                        "addresses",
                        "a list of host or host:port, separated by commas",
                        "one that is neither, at place " + (addresses.size() + 1));
            }
        }
        return List.copyOf(addresses);
    }
}
