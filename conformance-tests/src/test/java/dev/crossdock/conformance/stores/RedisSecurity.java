package dev.crossdock.conformance.stores;

import dev.crossdock.conformance.Rotation;
import dev.crossdock.conformance.StoreSecurity;
import dev.crossdock.conformance.containers.FixedPort;
import dev.crossdock.conformance.network.Certificates;
import dev.crossdock.conformance.network.Front;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.KillArgs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A front that ends TLS before the server, which speaks it from the first byte on, and accounts of the server's own. */
final class RedisSecurity implements StoreSecurity, AutoCloseable {
    private static final String SECTION = "crossdock.idempotency.redis.";

    private final RedisContainer server;
    private final Map<String, String> base;
    private final AccountSettings account;
    private final int port = FixedPort.free();
    private @Nullable Front front;

    RedisSecurity(RedisContainer server, Map<String, String> base) {
        this.server = server;
        this.base = base;
        this.account = new AccountSettings(SECTION, base);
    }

    @Override
    public Map<String, String> wrongPassword(String password) {
        return account.withPassword(password);
    }

    @Override
    public void show(Path identity) throws Exception {
        close();
        front = Front.tls(port, server.address(), identity, null);
    }

    @Override
    public Map<String, String> secured(Path trustStore) {
        Map<String, String> secured = new HashMap<>(base);
        secured.put(SECTION + "url", "rediss://localhost:" + port);
        secured.put(SECTION + "tls.trust-store", trustStore.toString());
        secured.put(SECTION + "tls.trust-store-password", Certificates.PASSWORD);
        return secured;
    }

    @Override
    public Rotation rotation() {
        return Rotation.of(
                account::putChanging,
                secret -> server.run(redis -> redis.aclSetuser(
                        AccountSettings.CHANGING,
                        new AclSetuserArgs()
                                .on()
                                .resetpass()
                                .addPassword(secret)
                                .allKeys()
                                .allChannels()
                                .allCommands())));
    }

    @Override
    public void dropConnections() {
        server.run(redis -> redis.clientKill(KillArgs.Builder.user(AccountSettings.CHANGING)));
    }

    @Override
    public void close() {
        Front open = front;
        front = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
