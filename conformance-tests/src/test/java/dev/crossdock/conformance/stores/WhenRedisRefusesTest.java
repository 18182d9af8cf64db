package dev.crossdock.conformance.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.conformance.containers.FixedPort;
import dev.crossdock.conformance.network.Certificates;
import dev.crossdock.conformance.network.Front;
import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.store.redis.RedisIdempotencyStore;
import dev.crossdock.store.redis.RedisStoreOptions;
import dev.crossdock.store.redis.RedisStoreProvider;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("containers")
class WhenRedisRefusesTest {
    private static final String PREFIX = "crossdock.idempotency.redis.";
    private static final Duration LONG = Duration.ofMinutes(5);

    private static RedisContainer server;

    @BeforeAll
    static void start() {
        server = new RedisContainer(false);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static IdempotencyStore open(String... keysAndValues) {
        Map<String, String> properties = new HashMap<>();
        properties.put(PREFIX + "url", server.url());
        properties.put(PREFIX + "password", RedisContainer.PASSWORD);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put(PREFIX + keysAndValues[i], keysAndValues[i + 1]);
        }
        return new RedisStoreProvider().open(Settings.of(properties, Map.of(), PREFIX), TimeSource.system());
    }

    private static MessagingException refused(String... keysAndValues) {
        try {
            open(keysAndValues).close();
        } catch (MessagingException e) {
            return e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it was opened");
    }

    private static String everythingIn(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        for (Throwable next = thrown; next != null; next = next.getCause()) {
            text.append(next).append('\n');
        }
        return text.toString();
    }

    @Test
    void aWrongPasswordIsUnauthenticatedAndNotShown() {
        MessagingException e = refused("password", "hush4711");
        assertThat(e.code()).as(everythingIn(e)).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(everythingIn(e)).doesNotContain("hush4711");
        assertThat(refused("password", "").code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void anAccountWithoutTheRightToRunScriptsIsDenied() throws Exception {
        account("scripts", "~*", "+@all", "-@scripting");
        try (Closing store = new Closing(open("username", "scripts", "password", "theirs"))) {
            assertThatThrownBy(() -> store.opened().claim("s", "secret-key", LONG))
                    .isInstanceOfSatisfying(MessagingException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
                        assertThat(everythingIn(e)).doesNotContain("secret-key");
                    });
        }
    }

    @Test
    void theLeastAccountIsEnough() throws Exception {
        account("least", "~mine:*", "-@all", "+evalsha", "+eval", "+hset", "+hmget", "+pexpireat", "+time", "+ping");
        try (Closing store = new Closing(open("username", "least", "password", "theirs", "key-prefix", "mine:"))) {
            Claim.Acquired claim = (Claim.Acquired) store.opened().claim("s", "k", LONG);
            assertThat(store.opened().renew(claim, LONG)).isTrue();
            store.opened().release(claim);
            Claim.Acquired again = (Claim.Acquired) store.opened().claim("s", "k", LONG);
            assertThat(store.opened().complete(again, LONG)).isTrue();
        }
    }

    @Test
    void aServerThatMayDropRecordsIsRefusedUnlessItIsAccepted() throws Exception {
        server.run(redis -> redis.configSet(Map.of("maxmemory", "100mb", "maxmemory-policy", "volatile-lru")));
        try {
            MessagingException e = refused();
            assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(e).hasMessageContaining("noeviction").hasMessageContaining("volatile-lru");
            open("eviction", "accept").close();
        } finally {
            server.run(redis -> redis.configSet(Map.of("maxmemory", "0", "maxmemory-policy", "noeviction")));
        }
        open().close();
    }

    @Test
    void aFullServerThrowsAndForgetsNothing() throws Exception {
        try (Closing store = new Closing(open())) {
            Claim.Acquired claim = (Claim.Acquired) store.opened().claim("full", "k", LONG);
            server.run(redis -> redis.configSet("maxmemory", "1"));
            try {
                assertThatThrownBy(() -> store.opened().claim("full", "other", LONG))
                        .isInstanceOfSatisfying(
                                MessagingException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
            } finally {
                server.run(redis -> redis.configSet("maxmemory", "0"));
            }
            assertThat(store.opened().complete(claim, LONG)).isTrue();
        }
    }

    @Test
    void aServerThatHasForgottenTheScriptsLearnsThemAgain() throws Exception {
        try (Closing store = new Closing(open())) {
            Claim.Acquired claim = (Claim.Acquired) store.opened().claim("flushed", "k", LONG);
            server.run(redis -> redis.scriptFlush());
            assertThat(store.opened().complete(claim, LONG)).isTrue();
            assertThat(store.opened().claim("flushed", "k", LONG)).isInstanceOf(Claim.Completed.class);
        }
    }

    @Test
    void aClientOfTheCallersStaysOpen() throws Exception {
        RedisClient client = RedisClient.create(RedisURI.builder(RedisURI.create(server.url()))
                .withPassword(RedisContainer.PASSWORD.toCharArray())
                .build());
        try {
            RedisIdempotencyStore.over(client).close();
            IdempotencyStore store = RedisIdempotencyStore.over(
                    client, RedisStoreOptions.defaults().withKeyPrefix("theirs:"));
            assertThat(store.claim("s", "k", LONG)).isInstanceOf(Claim.Acquired.class);
            store.close();
            assertThatThrownBy(() -> store.claim("s", "k", LONG)).isInstanceOf(MessagingException.class);
            long found = server.run(redis -> redis.exists("theirs:1:s:k"));
            assertThat(found).isEqualTo(1);
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    @Test
    void onlyAServerWithTheRightCertificateIsTalkedTo() throws Exception {
        Certificates ours = Certificates.create();
        int port = FixedPort.free();
        String[] secured = {
            "url",
            "rediss://localhost:" + port,
            "tls.trust-store",
            ours.trustStore().toString(),
            "tls.trust-store-password",
            Certificates.PASSWORD
        };
        try (Front front = Front.tls(port, server.address(), ours.identity("localhost"), null);
                Closing store = new Closing(open(secured))) {
            assertThat(store.opened().claim("tls", "k", LONG)).isInstanceOf(Claim.Acquired.class);
            assertThat(front.connections()).isPositive();
        }
        try (Front front = Front.tls(port, server.address(), ours.identity("elsewhere.example"), null)) {
            MessagingException e = refused(secured);
            assertThat(e.code()).as(everythingIn(e)).isEqualTo(ErrorCode.UNAUTHENTICATED);
            assertThat(front.connections()).isPositive();
        }
        try (Front front = Front.tls(port, server.address(), ours.identity("localhost"), null)) {
            MessagingException e = refused("url", "rediss://localhost:" + port);
            assertThat(e.code()).as(everythingIn(e)).isEqualTo(ErrorCode.UNAUTHENTICATED);
            assertThat(front.connections()).isPositive();
        }
    }

    private static void account(String name, String... rules) {
        server.run(redis -> {
            CommandArgs<String, String> words = new CommandArgs<>(StringCodec.UTF8)
                    .add("SETUSER")
                    .add(name)
                    .add("reset")
                    .add("on")
                    .add(">theirs");
            for (String rule : rules) {
                words.add(rule);
            }
            return redis.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), words);
        });
    }

    /** A store is closed at the end. */
    private record Closing(IdempotencyStore opened) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            opened.close();
        }
    }
}
