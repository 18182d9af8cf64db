package dev.crossdock.conformance.nats;

import dev.crossdock.conformance.BrokerSecurity;
import dev.crossdock.conformance.Rotation;
import dev.crossdock.conformance.containers.FixedPort;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Accounts that may do a part of what the others may. */
final class NatsSecurity implements BrokerSecurity {
    static final String SYSTEM = "system";
    static final String CHANGING = "changing";

    /** Of the bytes that an account may store. */
    static final long UNLIMITED = -1;

    private static final String PASSWORD = "not-to-be-seen-7c41";

    private final NatsContainer server;
    private final Map<String, String> base;
    private final int frontPort = FixedPort.free();

    NatsSecurity(NatsContainer server, Map<String, String> base) {
        this.server = server;
        this.base = base;
    }

    /**
     * For the server's configuration: who says no name is the one who may do everything.
     *
     * @param secret of the account whose secret changes
     * @param storage the bytes that the account of all of them may store, or {@link #UNLIMITED}
     */
    static String accounts(String secret, long storage) {
        return """
                accounts {
                  APP {
                    jetstream { max_file: %5$d }
                    users: [
                      { user: everything, password: "%1$s" }
                      { user: other-password, password: another-one }
                      { user: %3$s, password: "%4$s" }
                      { user: no-publish, password: "%1$s"
                        permissions { publish: ["$JS.API.>", "$JS.ACK.>", "_INBOX.>"], subscribe: "_INBOX.>" } }
                      { user: no-consume, password: "%1$s"
                        permissions { publish { deny: ["$JS.API.CONSUMER.MSG.NEXT.>"] } } }
                    ]
                  }
                  SYS { users: [ { user: %2$s, password: %2$s } ] }
                }
                system_account: SYS
                no_auth_user: everything
                """.formatted(PASSWORD, SYSTEM, CHANGING, secret, storage);
    }

    @Override
    public String password() {
        return PASSWORD;
    }

    @Override
    public Map<String, String> wrongPassword() {
        return as("other-password");
    }

    @Override
    public Map<String, String> mayNotPublish() {
        return as("no-publish");
    }

    @Override
    public Map<String, String> mayNotConsume() {
        return as("no-consume");
    }

    @Override
    public InetSocketAddress behindFront() {
        return new InetSocketAddress(server.host(), server.port());
    }

    @Override
    public int frontPort() {
        return frontPort;
    }

    /** The front speaks TLS from the first byte on, as a proxy does. */
    @Override
    public Map<String, String> throughFront(Path trustStore, @Nullable Path keyStore, String storePassword) {
        Map<String, String> secured = as("everything");
        secured.put("crossdock.nats.servers", "localhost:" + frontPort);
        secured.put("crossdock.nats.tls", "true");
        secured.put("crossdock.nats.tls.first", "true");
        secured.put("crossdock.nats.tls.trust-store", trustStore.toString());
        secured.put("crossdock.nats.tls.trust-store-password", storePassword);
        if (keyStore != null) {
            secured.put("crossdock.nats.tls.key-store", keyStore.toString());
            secured.put("crossdock.nats.tls.key-store-password", storePassword);
        }
        return secured;
    }

    @Override
    public Rotation rotation() {
        return Rotation.of(
                (secured, file) -> {
                    secured.put("crossdock.nats.username", CHANGING);
                    secured.remove("crossdock.nats.password");
                    secured.put("crossdock.nats.password-file", file.toString());
                },
                server::changeSecret);
    }

    private Map<String, String> as(String account) {
        Map<String, String> configuration = new HashMap<>(base);
        configuration.put("crossdock.nats.username", account);
        configuration.put("crossdock.nats.password", PASSWORD);
        return configuration;
    }
}
