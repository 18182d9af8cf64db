package dev.crossdock.conformance.sqs;

import dev.crossdock.conformance.BrokerSecurity;
import dev.crossdock.conformance.Rotation;
import dev.crossdock.conformance.containers.FixedPort;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Accounts as AWS would check them, at a gate before the stand-in, which checks nothing. */
final class SqsSecurity implements BrokerSecurity {
    private static final String PASSWORD = "not-to-be-seen-3d90";
    private static final String EVERYTHING = "everything";
    private static final String NO_PUBLISH = "no-publish";
    private static final String NO_CONSUME = "no-consume";
    private static final String OTHER_SECRET = "other-secret";
    private static final String CHANGING = "changing";

    private final boolean fifo;
    private final Map<String, SigningGate.Account> accounts = new ConcurrentHashMap<>();
    private final SigningGate gate;
    private final int frontPort = FixedPort.free();

    SqsSecurity(URI broker, boolean fifo) {
        this.fifo = fifo;
        accounts.putAll(Map.of(
                EVERYTHING, new SigningGate.Account(PASSWORD, action -> true),
                NO_PUBLISH,
                        new SigningGate.Account(
                                PASSWORD, action -> !action.startsWith("Publish") && !action.startsWith("SendMessage")),
                NO_CONSUME, new SigningGate.Account(PASSWORD, action -> !action.equals("ReceiveMessage")),
                OTHER_SECRET, new SigningGate.Account("another-one", action -> true)));
        this.gate = new SigningGate(broker, accounts);
    }

    @Override
    public String password() {
        return PASSWORD;
    }

    @Override
    public Map<String, String> wrongPassword() {
        return direct(OTHER_SECRET);
    }

    @Override
    public Map<String, String> mayNotPublish() {
        return direct(NO_PUBLISH);
    }

    @Override
    public Map<String, String> mayNotConsume() {
        return direct(NO_CONSUME);
    }

    @Override
    public InetSocketAddress behindFront() {
        return gate.address();
    }

    @Override
    public int frontPort() {
        return frontPort;
    }

    @Override
    public Map<String, String> throughFront(Path trustStore, @Nullable Path keyStore, String storePassword) {
        Map<String, String> configuration = account(EVERYTHING, "https://localhost:" + frontPort);
        configuration.put("crossdock.sqs.tls.trust-store", trustStore.toString());
        configuration.put("crossdock.sqs.tls.trust-store-password", storePassword);
        if (keyStore != null) {
            configuration.put("crossdock.sqs.tls.key-store", keyStore.toString());
            configuration.put("crossdock.sqs.tls.key-store-password", storePassword);
        }
        return configuration;
    }

    @Override
    public Rotation rotation() {
        return Rotation.of(
                (secured, file) -> {
                    secured.put("crossdock.sqs.access-key-id", CHANGING);
                    secured.remove("crossdock.sqs.secret-access-key");
                    secured.put("crossdock.sqs.secret-access-key-file", file.toString());
                },
                secret -> accounts.put(CHANGING, new SigningGate.Account(secret, action -> true)));
    }

    private Map<String, String> direct(String account) {
        return account(account, "http://localhost:" + gate.address().getPort());
    }

    private Map<String, String> account(String account, String endpoint) {
        Map<String, String> configuration = new TreeMap<>();
        configuration.put("crossdock.transport", "sqs");
        configuration.put("crossdock.sqs.endpoint", endpoint);
        configuration.put("crossdock.sqs.region", StandInServer.REGION);
        configuration.put("crossdock.sqs.access-key-id", account);
        configuration.put("crossdock.sqs.secret-access-key", PASSWORD);
        configuration.put("crossdock.sqs.fifo", Boolean.toString(fifo));
        return configuration;
    }
}
