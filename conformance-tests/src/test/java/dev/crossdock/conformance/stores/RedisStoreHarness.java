package dev.crossdock.conformance.stores;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.IdempotencyStoreConformance;
import dev.crossdock.conformance.StoreHarness;
import dev.crossdock.conformance.StoreSecurity;
import dev.crossdock.conformance.TransportIdentity;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The store in Redis, into which it looks with commands of its own. */
final class RedisStoreHarness implements StoreHarness {
    private static final String SECTION = "crossdock.idempotency.redis.";
    private static final String PREFIX = "suite:";

    // Redis forgets by itself what is over; what is made older has to be forgotten earlier, too.
    private static final String OLDER = "local left = redis.call('PTTL', KEYS[1]) - ARGV[1] / 1000 "
            + "redis.call('HSET', KEYS[1], 'until',"
            + " string.format('%.0f', redis.call('HGET', KEYS[1], 'until') - ARGV[1])) "
            + "return redis.call('PEXPIRE', KEYS[1], string.format('%.0f', left))";

    private final boolean cluster;
    private final RedisContainer server;
    private final RedisSecurity security;

    RedisStoreHarness(boolean cluster) {
        this.cluster = cluster;
        server = new RedisContainer(cluster);
        security = new RedisSecurity(server, configuration());
    }

    @Override
    public TransportIdentity identity() {
        String version = server.run(redis -> redis.info("server"))
                .lines()
                .filter(line -> line.startsWith("redis_version:"))
                .findFirst()
                .orElseThrow()
                .substring("redis_version:".length());
        String mode = cluster ? "store/redis-cluster" : "store/redis";
        return new TransportIdentity(IdempotencyStoreConformance.STORE, mode, "Redis " + version.strip(), false);
    }

    @Override
    public Map<String, String> configuration() {
        Map<String, String> properties = new HashMap<>();
        properties.put("crossdock.idempotency.store", "redis");
        properties.put(SECTION + "url", server.url());
        properties.put(SECTION + "password", RedisContainer.PASSWORD);
        properties.put(SECTION + "cluster", Boolean.toString(cluster));
        properties.put(SECTION + "key-prefix", PREFIX);
        properties.put(SECTION + "timeout", "3s");
        return properties;
    }

    @Override
    public BrokerControl control() {
        return server.control();
    }

    /** Empty for a cluster, whose nodes say by themselves where they are: not behind a front. */
    @Override
    public Optional<StoreSecurity> security() {
        return cluster ? Optional.empty() : Optional.of(security);
    }

    @Override
    public long records() {
        return server.run(redis -> redis.keys(PREFIX + "*").size());
    }

    @Override
    public void age(Duration by) {
        String micros = Long.toString(by.toMillis() * 1000);
        server.run(redis -> {
            for (String key : redis.keys(PREFIX + "*")) {
                Object unused = redis.eval(OLDER, ScriptOutputType.INTEGER, new String[] {key}, micros);
            }
            return true;
        });
    }

    @Override
    public void close() {
        security.close();
        server.close();
    }
}
