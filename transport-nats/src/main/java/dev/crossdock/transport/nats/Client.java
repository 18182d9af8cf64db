package dev.crossdock.transport.nats;

import dev.crossdock.messaging.spi.Settings;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The native client as this transport uses it: one connection, which the client makes again by itself when it is lost. */
final class Client {
    /** The client's own settings that can be handed through. All others have one of ours or would break a promise. */
    private static final Set<String> NATIVE = Set.of(
            "maxpings",
            "norandomize",
            "pinginterval",
            "reconnect.jitter",
            "reconnect.jitter.tls",
            "reconnect.wait",
            "socket.read.timeout.ms",
            "socket.receive.buffer.size",
            "socket.send.buffer.size",
            "socket.so.linger",
            "socket.write.timeout",
            "tls.algorithm");

    private static final String PREFIX = "io.nats.client.";

    private final Options.Builder options;
    private final Account account;
    private final ExecutorService callbacks;

    Client(NatsConfig config, Settings settings) {
        this.options = options(config, settings);
        this.account = config.account();
        this.callbacks = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "crossdock-nats-events");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Connects; the link is told what happens to this connection, and to no other. */
    synchronized Connection connect(Link link) throws IOException, InterruptedException {
        account.apply(options);
        Options complete = options.connectionListener(link)
                .errorListener(link)
                .callbackExecutor(callbacks)
                .build();
        try {
            return Nats.connect(complete);
        } catch (IOException e) {
            throw withCause(e, link);
        }
    }

    /** Returns when everybody was told what the client has heard so far. */
    void awaitEvents(Duration limit) throws InterruptedException {
        Future<?> told = callbacks.submit(() -> {});
        try {
            told.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Whoever is told later learns it later.
        }
    }

    /** After the connection was closed. */
    void close() {
        callbacks.shutdown();
    }

    /** The client says that it has not connected, and to its listener why. */
    private IOException withCause(IOException failure, Link link) throws InterruptedException {
        awaitEvents(Duration.ofSeconds(1));
        Exception reason = link.lastFailure();
        if (failure.getCause() == null && reason != null) {
            failure.initCause(reason);
        }
        return failure;
    }

    private static Options.Builder options(NatsConfig config, Settings settings) {
        Options.Builder options = Options.builder().properties(nativeProperties(config.client(), settings));
        TlsConfig tls = config.tls();
        String scheme = tls == null ? "nats://" : "tls://";
        options.servers(config.servers().stream().map(server -> scheme + server).toArray(String[]::new));
        options.dataPortType(GuardedPort.class.getName());
        options.connectionName(config.connectionName());
        options.connectionTimeout(config.connectionTimeout());
        options.maxReconnects(-1);
        // While there is no connection nothing is taken. What was taken before may be sent over the next one: the
        // client has
        // no way to forget it, and it was told unknown.
        options.reconnectBufferSize(0);
        // Subjects are made of names that were checked, or come from the server.
        options.subjectValidationType(Options.SubjectValidationType.None);
        if (tls != null) {
            options.sslContext(tls.context());
            // In all others the client forgets the name, which is what a certificate is for.
            options.hostnameResolveMode(Options.HostnameResolveMode.HappyEyeballs);
            if (tls.first()) {
                options.tlsFirst();
            }
        }
        return options;
    }

    private static Properties nativeProperties(Map<String, String> client, Settings settings) {
        Properties properties = new Properties();
        // A server that says nothing is missed after three of these; the client's own two minutes are long for a group.
        properties.setProperty(PREFIX + "pinginterval", "20000");
        client.forEach((key, value) -> {
            if (!NATIVE.contains(key)) {
                throw settings.invalid(
                        "client." + key,
                        "one of " + new TreeSet<>(NATIVE) + " after client.",
                        "another key; what else the native client can do has a setting of its own or is not possible");
            }
            properties.setProperty(PREFIX + key, value);
        });
        return properties;
    }
}
