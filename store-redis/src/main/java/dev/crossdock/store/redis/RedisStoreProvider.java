package dev.crossdock.store.redis;

import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.IdempotencyStoreProvider;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.TlsStores;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/** Opens stores in the server or cluster that the configuration names, with a client of their own. Thread-safe. */
public final class RedisStoreProvider implements IdempotencyStoreProvider {
    private static final Duration SOONEST = Duration.ofMillis(50);
    private static final Duration LATEST = Duration.ofSeconds(2);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    /** For {@link java.util.ServiceLoader}. */
    public RedisStoreProvider() {}

    @Override
    public String name() {
        return "redis";
    }

    /**
     * Connects.
     *
     * @param time not used: the server keeps it
     * @throws MessagingException as {@link IdempotencyStoreProvider#open} says
     */
    @Override
    public IdempotencyStore open(Settings settings, TimeSource time) {
        RedisConfig config = RedisConfig.read(settings);
        // Left to itself the client looks every half minute only, for a server that is away for long.
        ClientResources resources = DefaultClientResources.builder()
                .reconnectDelay(Delay.fullJitter(SOONEST, LATEST, SOONEST.toMillis(), TimeUnit.MILLISECONDS))
                .build();
        Faults faults = new Faults("at " + config.place(), LastAttempt.of(resources.eventBus()));
        if (config.cluster()) {
            RedisClusterClient client = RedisClusterClient.create(resources, config.servers());
            client.setOptions(forCluster(config));
            Runnable close = () -> close(client, resources);
            return closingOnFailure(
                    close, () -> RedisIdempotencyStore.over(client, config.options(), faults, close::run));
        }
        RedisClient client = RedisClient.create(resources, config.servers().get(0));
        client.setOptions(set(ClientOptions.builder(), config).build());
        Runnable close = () -> close(client, resources);
        return closingOnFailure(close, () -> RedisIdempotencyStore.over(client, config.options(), faults, close::run));
    }

    private static RedisIdempotencyStore closingOnFailure(Runnable close, Supplier<RedisIdempotencyStore> open) {
        try {
            return open.get();
        } catch (RuntimeException | Error e) {
            close.run();
            throw e;
        }
    }

    private static void close(AbstractRedisClient client, ClientResources resources) {
        client.shutdown(Duration.ZERO, CLOSING);
        resources.shutdown(0, CLOSING.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSING.toMillis());
    }

    private static ClusterClientOptions forCluster(RedisConfig config) {
        ClusterClientOptions.Builder options = ClusterClientOptions.builder();
        set(options, config);
        return options.topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enableAllAdaptiveRefreshTriggers()
                        .enablePeriodicRefresh()
                        .build())
                .build();
    }

    private static ClientOptions.Builder set(ClientOptions.Builder options, RedisConfig config) {
        options.socketOptions(SocketOptions.builder()
                        .connectTimeout(config.options().timeout())
                        .keepAlive(true)
                        .build())
                // A server that is away is said to be so soon, and not asked again for what nobody waits for any
                // more.
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
        TlsStores tls = config.tls();
        if (tls != null) {
            options.sslOptions(SslOptions.builder()
                    .jdkSslProvider()
                    .handshakeTimeout(config.options().timeout())
                    .sslContext(context -> {
                        for (TrustManager trusted : tls.trustManagers()) {
                            context.trustManager(trusted);
                        }
                        for (KeyManager shown : tls.keyManagers()) {
                            context.keyManager(shown);
                        }
                    })
                    .build());
        }
        return options;
    }
}
