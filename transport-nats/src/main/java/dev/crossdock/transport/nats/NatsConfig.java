package dev.crossdock.transport.nats;

import dev.crossdock.messaging.spi.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What can be set below {@code crossdock.nats.}.
 *
 * @param servers {@code servers}: where to connect, as {@code host:port}; {@code localhost:4222}
 * @param account {@code username}, {@code password}, {@code token}, {@code credentials}, {@code nkey}: none
 * @param tls {@code tls} and what is below it; {@code null} without
 * @param connectionTimeout {@code connection-timeout}: for TCP, TLS and the handshake; 5 seconds
 * @param requestTimeout {@code request-timeout}: how long the server's answer is waited for; 10 seconds
 * @param replicas {@code replicas}: of the streams that are created; 1
 * @param ackWait {@code ack-wait}: after which time the server takes back a message of a consumer that is gone, for
 *     consumers that are created; 30 seconds
 * @param schedules {@code schedules}: whether the server delays messages, where it can; true
 * @param maxHeaders {@code max-headers}: 128
 * @param connectionName {@code connection-name}: what the server's tools show; {@code crossdock}
 * @param client {@code client.*}: for the native client, by the names of its own properties
 */
record NatsConfig(
        List<String> servers,
        Account account,
        @Nullable TlsConfig tls,
        Duration connectionTimeout,
        Duration requestTimeout,
        int replicas,
        Duration ackWait,
        boolean schedules,
        int maxHeaders,
        String connectionName,
        Map<String, String> client) {
    private static final int PORT = 4222;
    private static final Pattern SERVER = Pattern.compile("([\\w.-]+|\\[[0-9a-fA-F:.]+])(?::(\\d{1,5}))?");

    static NatsConfig read(Settings settings) {
        return new NatsConfig(
                servers(settings),
                Account.read(settings),
                TlsConfig.read(settings),
                settings.duration(
                        "connection-timeout", Duration.ofMillis(1), Duration.ofHours(1), Duration.ofSeconds(5)),
                settings.duration("request-timeout", Duration.ofMillis(1), Duration.ofHours(1), Duration.ofSeconds(10)),
                settings.number("replicas", 1, 5, 1),
                settings.duration("ack-wait", Duration.ofMillis(500), Duration.ofHours(12), Duration.ofSeconds(30)),
                settings.flag("schedules", true),
                settings.number("max-headers", 1, 10_000, 128),
                settings.text("connection-name", "crossdock"),
                Map.copyOf(settings.below("client.")));
    }

    /** Nothing of what is handed to the client, which may be secret. */
    @Override
    public String toString() {
        return "NatsConfig[" + servers + ", " + account + "]";
    }

    private static List<String> servers(Settings settings) {
        List<String> servers = new ArrayList<>();
        for (String one : settings.text("servers", "localhost").split(",", -1)) {
            var form = SERVER.matcher(one.strip());
            int port = !form.matches() ? 0 : form.group(2) == null ? PORT : Integer.parseInt(form.group(2));
            if (port < 1 || port > 65_535) {
                // Not repeated: people write URLs here, with passwords in them.
                throw settings.invalid(
                        "servers",
                        "a list of host or host:port, separated by commas",
                        "one that is neither, at place " + (servers.size() + 1));
            }
            servers.add(form.group(1) + ":" + port);
        }
        return List.copyOf(servers);
    }
}
