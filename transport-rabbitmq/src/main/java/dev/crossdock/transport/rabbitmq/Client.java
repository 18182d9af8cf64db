package dev.crossdock.transport.rabbitmq;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ConnectionFactoryConfigurator;
import com.rabbitmq.client.impl.CredentialsProvider;
import dev.crossdock.messaging.spi.Secret;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.TlsStores;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The native client as this transport uses it. Thread-safe. */
final class Client {
    /** What the client lets in by default; a message that may be sent must be receivable too. */
    private static final int DEFAULT_INBOUND = 64 << 20;

    /** The configurator's keys that no setting of ours stands for; it ignores what it does not know, and we do not. */
    private static final Set<String> NATIVE = Set.of(
            "connection.channel.max",
            "connection.frame.max",
            "shutdown.timeout",
            "channel.should.check.rpc.response.type");

    private static final String NATIVE_PROPERTIES = "client.properties.";

    private static final AtomicInteger THREADS = new AtomicInteger();

    private final ConnectionFactory factory;
    private final RabbitMqConfig config;

    Client(RabbitMqConfig config, Settings settings) {
        this.config = config;
        this.factory = factory(config, settings);
    }

    /** A new connection, to the first address that answers. */
    Connection connect(String purpose) throws IOException, TimeoutException {
        return factory.newConnection(
                new CallingThread(), config.addresses(), config.connectionName() + " (" + purpose + ")");
    }

    private static ConnectionFactory factory(RabbitMqConfig config, Settings settings) {
        ConnectionFactory factory = new ConnectionFactory();
        loadNative(factory, config.client(), settings);
        factory.setVirtualHost(config.virtualHost());
        factory.setCredentialsProvider(new Account(config.username(), config.password()));
        int connectionTimeout = (int) config.connectionTimeout().toMillis();
        factory.setConnectionTimeout(connectionTimeout);
        factory.setHandshakeTimeout(connectionTimeout);
        factory.setChannelRpcTimeout((int) config.requestTimeout().toMillis());
        factory.setRequestedHeartbeat((int) config.heartbeat().toSeconds());
        // One state machine and not two: the engine opens again what was lost.
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setMaxInboundMessageBodySize(Math.max(DEFAULT_INBOUND, config.maxMessageBytes()));
        factory.setThreadFactory(task -> {
            Thread thread = new Thread(task, "crossdock-rabbitmq-" + THREADS.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        TlsStores tls = config.tls();
        if (tls != null) {
            factory.useSslProtocol(tls.context(tls.trustManagers()));
            factory.enableHostnameVerification();
        }
        return factory;
    }

    /** As whom to connect; the client asks anew for each connection. */
    private record Account(String username, Secret password) implements CredentialsProvider {
        @Override
        public String getUsername() {
            return username;
        }

        @Override
        public String getPassword() {
            return password.value();
        }
    }

    private static void loadNative(ConnectionFactory factory, Map<String, String> client, Settings settings) {
        for (String key : client.keySet()) {
            if (!NATIVE.contains(key) && !key.startsWith(NATIVE_PROPERTIES)) {
                throw settings.invalid(
                        "client." + key,
                        "one of " + new TreeSet<>(NATIVE) + " or " + NATIVE_PROPERTIES + "* after client.",
                        "another key; what else the native client can do has a setting of its own or is not possible");
            }
        }
        try {
            ConnectionFactoryConfigurator.load(factory, client, "");
        } catch (RuntimeException e) {
            throw settings.invalid(
                    "client.*", "what the native client's configurator understands", "a value that it refuses");
        }
    }
}
