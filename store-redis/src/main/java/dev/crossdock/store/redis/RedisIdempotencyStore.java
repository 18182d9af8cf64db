package dev.crossdock.store.redis;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.MessagingException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Remembers in Redis what is being handled and what is done, for as many processes as share it: one hash for each key, which
 * Redis itself forgets when its time is over.
 *
 * <p>Each transition is one script and so one step of the server, and all times are those of the server's clock. A method
 * that throws may have had its effect: a claim of which nobody knows is over when its lease is. Calls of all threads share
 * one connection, and each waits for its answer for as long as the options say. Thread-safe.
 */
public final class RedisIdempotencyStore implements IdempotencyStore {
    // For as long as an owner that was suspended may come back: the token outlives the lease.
    private static final Duration KEPT = Duration.ofHours(1);
    // What a double counts by ones, from today.
    private static final Duration FOREVER = Duration.ofDays(200L * 365);
    private static final long ACQUIRED = 1;
    private static final long DONE = 3;

    private final Server server;
    private final RecordNames names;
    private final AutoCloseable owned;
    private final String instance = UUID.randomUUID().toString();
    private final AtomicLong claims = new AtomicLong();

    private RedisIdempotencyStore(Server server, RedisStoreOptions options, AutoCloseable owned) {
        this.server = server;
        this.owned = owned;
        names = new RecordNames(options.keyPrefix());
    }

    /**
     * A store behind a client, which stays the caller's to close and knows the server's address.
     *
     * @throws MessagingException if the server cannot be reached within the timeout, refuses the account, or may drop records
     */
    public static RedisIdempotencyStore over(RedisClient client) {
        return over(client, RedisStoreOptions.defaults());
    }

    /**
     * The same with options.
     *
     * @throws MessagingException if the server cannot be reached within the timeout, refuses the account, or may drop records
     */
    public static RedisIdempotencyStore over(RedisClient client, RedisStoreOptions options) {
        return over(client, options, new Faults("of Redis", LastAttempt.unknown()), () -> {});
    }

    /**
     * A store in a cluster; its records are spread over all nodes. The client stays the caller's to close.
     *
     * @throws MessagingException if the cluster cannot be reached within the timeout, refuses the account, or may drop records
     */
    public static RedisIdempotencyStore over(RedisClusterClient client) {
        return over(client, RedisStoreOptions.defaults());
    }

    /**
     * The same with options.
     *
     * @throws MessagingException if the cluster cannot be reached within the timeout, refuses the account, or may drop records
     */
    public static RedisIdempotencyStore over(RedisClusterClient client, RedisStoreOptions options) {
        return over(client, options, new Faults("of Redis", LastAttempt.unknown()), () -> {});
    }

    static RedisIdempotencyStore over(
            RedisClient client, RedisStoreOptions options, Faults faults, AutoCloseable owned) {
        return Attempts.within(options.timeout(), () -> {
            StatefulRedisConnection<byte[], byte[]> connection =
                    connected(() -> client.connect(ByteArrayCodec.INSTANCE), faults);
            return over(new Server(connection, connection.async(), options.timeout(), faults), options, owned);
        });
    }

    static RedisIdempotencyStore over(
            RedisClusterClient client, RedisStoreOptions options, Faults faults, AutoCloseable owned) {
        return Attempts.within(options.timeout(), () -> {
            StatefulRedisClusterConnection<byte[], byte[]> connection =
                    connected(() -> client.connect(ByteArrayCodec.INSTANCE), faults);
            return over(new Server(connection, connection.async(), options.timeout(), faults), options, owned);
        });
    }

    private static <C> C connected(Supplier<C> connect, Faults faults) {
        try {
            return connect.get();
        } catch (RuntimeException e) {
            throw faults.of("to connect", e);
        }
    }

    private static RedisIdempotencyStore over(Server server, RedisStoreOptions options, AutoCloseable owned) {
        try {
            if (options.eviction() == Eviction.REFUSE) {
                server.refuseEviction();
            }
            return new RedisIdempotencyStore(server, options, owned);
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    @Override
    public Claim claim(String scope, String key, Duration lease) {
        String owner = instance + "-" + claims.incrementAndGet();
        List<Long> answer = server.numbers(
                "to claim a key", Script.CLAIM, names.name(scope, key), bytes(owner), micros(lease), micros(KEPT));
        long state = answer.get(0);
        long number = answer.get(1);
        if (state == ACQUIRED) {
            return new Claim.Acquired(scope, key, number);
        }
        return state == DONE ? new Claim.Completed() : new Claim.Busy(Duration.ofNanos(number * 1000));
    }

    @Override
    public boolean renew(Claim.Acquired claim, Duration lease) {
        return server.ask(
                "to renew a claim",
                Script.RENEW,
                names.name(claim.scope(), claim.key()),
                bytes(Long.toString(claim.fencingToken())),
                micros(lease),
                micros(KEPT));
    }

    @Override
    public boolean complete(Claim.Acquired claim, Duration retention) {
        return mark(claim, bytes(Long.toString(claim.fencingToken())), micros(retention));
    }

    @Override
    public boolean keepsResults() {
        return true;
    }

    @Override
    public boolean complete(Claim.Acquired claim, Duration retention, byte[] result) {
        return mark(claim, bytes(Long.toString(claim.fencingToken())), micros(retention), result);
    }

    @Override
    public Optional<byte[]> result(String scope, String key) {
        return Optional.ofNullable(server.bytes("to read a result", Script.RESULT, names.name(scope, key)));
    }

    private boolean mark(Claim.Acquired claim, byte[]... arguments) {
        return server.ask("to mark a key as done", Script.COMPLETE, names.name(claim.scope(), claim.key()), arguments);
    }

    @Override
    public void release(Claim.Acquired claim) {
        boolean unused = server.ask(
                "to give back a key",
                Script.RELEASE,
                names.name(claim.scope(), claim.key()),
                bytes(Long.toString(claim.fencingToken())),
                micros(KEPT));
    }

    /** Closes the connection, and the client if configuration made it; a client of the caller's stays open. */
    @Override
    public void close() throws Exception {
        try {
            server.close();
        } finally {
            owned.close();
        }
    }

    private static byte[] micros(Duration time) {
        Duration bounded = time.compareTo(FOREVER) < 0 ? time : FOREVER;
        // Up, so that nothing is over early.
        return bytes(Long.toString(bounded.toSeconds() * 1_000_000 + (bounded.toNanosPart() + 999) / 1000));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
