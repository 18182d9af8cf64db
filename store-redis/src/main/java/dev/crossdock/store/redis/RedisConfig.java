package dev.crossdock.store.redis;

import dev.crossdock.messaging.spi.Secret;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.TlsStores;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What can be set below {@code crossdock.idempotency.redis.}.
 *
 * @param servers {@code url}: one address, or several of a cluster with commas between, with {@code username} and
 *     {@code password}; required
 * @param cluster {@code cluster}: whether it is one; {@code false}
 * @param options {@code key-prefix}, {@code timeout} and {@code eviction}
 * @param tls {@code tls.*}: for addresses with {@code rediss}
 */
record RedisConfig(
        List<RedisURI> servers,
        boolean cluster,
        RedisStoreOptions options,
        @Nullable TlsStores tls) {
    private static final String SCHEMES =
            "redis://host:port, rediss://host:port or" + " redis-sentinel://host:port,host:port#name-of-the-master";

    static RedisConfig read(Settings settings) {
        boolean cluster = settings.flag("cluster", false);
        String username = settings.text("username").orElse("");
        Secret password = settings.changingSecret("password")
                .filter(secret -> !secret.value().isEmpty())
                .orElse(null);
        if (!username.isEmpty() && password == null) {
            throw settings.invalid("username", "nothing, or a password as well", "no password");
        }
        String url = settings.required("url");
        List<RedisURI> servers = new ArrayList<>();
        for (String one : cluster ? url.split(",") : new String[] {url}) {
            servers.add(server(settings, one.strip(), username, password));
        }
        String prefix = settings.text("key-prefix", RedisStoreOptions.KEY_PREFIX);
        if (prefix.length() > RedisStoreOptions.LONGEST_PREFIX) {
            throw settings.invalid(
                    "key-prefix",
                    "up to " + RedisStoreOptions.LONGEST_PREFIX + " characters",
                    Integer.toString(prefix.length()));
        }
        RedisStoreOptions options = new RedisStoreOptions(
                prefix,
                settings.duration(
                        "timeout", RedisStoreOptions.SHORTEST, RedisStoreOptions.LONGEST, RedisStoreOptions.TIMEOUT),
                settings.choice("eviction", Eviction.class, Eviction.REFUSE));
        servers.forEach(server -> server.setTimeout(options.timeout()));
        boolean secured = servers.stream().anyMatch(RedisURI::isSsl);
        TlsStores tls = TlsStores.read(settings);
        if (!secured
                && (settings.text("tls.trust-store").isPresent()
                        || settings.text("tls.key-store").isPresent())) {
            throw settings.invalid("url", "rediss://… because there is a store of TLS", "an address without TLS");
        }
        return new RedisConfig(List.copyOf(servers), cluster, options, secured ? tls : null);
    }

    /** Where it is, for people: without accounts. */
    String place() {
        List<String> places = new ArrayList<>();
        for (RedisURI server : servers) {
            if (server.getSentinels().isEmpty()) {
                places.add(server.getHost() + ":" + server.getPort());
            }
            server.getSentinels().forEach(sentinel -> places.add(sentinel.getHost() + ":" + sentinel.getPort()));
        }
        return String.join(", ", places);
    }

    /** Nothing that may be secret. */
    @Override
    public String toString() {
        return "RedisConfig[" + place() + ", " + options + "]";
    }

    private static RedisURI server(Settings settings, String url, String username, @Nullable Secret password) {
        String lower = url.toLowerCase(Locale.ROOT);
        boolean known = lower.startsWith("redis://")
                || lower.startsWith("rediss://")
                || lower.startsWith("redis-sentinel://")
                || lower.startsWith("rediss-sentinel://");
        if (!known) {
            // Not repeated: there may be a password in it.
            throw settings.invalid("url", SCHEMES, "something else");
        }
        if (url.indexOf('@') >= 0) {
            throw settings.invalid("url", "an address without an account; there are username and password", "an @");
        }
        RedisURI server;
        try {
            server = RedisURI.create(url);
        } catch (IllegalArgumentException e) {
            throw settings.invalid("url", SCHEMES, "what is no such address");
        }
        server.setVerifyPeer(true);
        if (password != null) {
            String account = username.isEmpty() ? null : username;
            // Asked with each connection.
            server.setCredentialsProvider(RedisCredentialsProvider.from(
                    () -> RedisCredentials.just(account, password.value().toCharArray())));
        }
        return server;
    }
}
