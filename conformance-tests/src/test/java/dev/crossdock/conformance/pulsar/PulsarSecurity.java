package dev.crossdock.conformance.pulsar;

import dev.crossdock.conformance.BrokerSecurity;
import dev.crossdock.conformance.Rotation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Accounts that may do a part of what the others may. Who consumes may send to what belongs to its group. */
final class PulsarSecurity implements BrokerSecurity {
    /** Where inboxes and what belongs to them are. */
    static final String GROUPS = "groups";

    private static final String PASSWORD = "not-to-be-seen-7c41";
    // The password, and another one, as "openssl passwd -apr1 -salt crossdok" writes them.
    private static final String ITS_HASH = "$apr1$crossdok$gmSAjTpXVHa9W9qqnKZxq.";
    private static final String OTHER_HASH = "$apr1$crossdok$dd72k/Kxizy4zQnS2rkyU0";

    private final String address;
    private final int behindFront;
    private final int frontPort;

    PulsarSecurity(String address, int behindFront, int frontPort) {
        this.address = address;
        this.behindFront = behindFront;
        this.frontPort = frontPort;
    }

    /** What the broker has to be started with. */
    static Map<String, String> environment() {
        String accounts = "no-publish:" + ITS_HASH + "\nno-consume:" + ITS_HASH + "\neverything:" + ITS_HASH
                + "\nother-password:" + OTHER_HASH + "\n";
        return Map.of(
                "PULSAR_PREFIX_authenticationEnabled",
                "true",
                "PULSAR_PREFIX_authenticationProviders",
                "org.apache.pulsar.broker.authentication.AuthenticationProviderBasic,"
                        + "org.apache.pulsar.broker.authentication.AuthenticationProviderToken",
                "PULSAR_PREFIX_tokenSecretKey",
                "data:;base64," + Base64.getEncoder().encodeToString(Tokens.KEY),
                "PULSAR_PREFIX_basicAuthConf",
                "data:;base64," + Base64.getEncoder().encodeToString(accounts.getBytes(StandardCharsets.UTF_8)),
                "PULSAR_PREFIX_anonymousUserRole",
                "anybody",
                "PULSAR_PREFIX_authorizationEnabled",
                "true",
                "PULSAR_PREFIX_superUserRoles",
                "anybody,everything," + Tokens.SUBJECT);
    }

    /** Gives the accounts their rights. */
    void grant(PulsarAdmin admin) {
        admin.grant("default", "no-publish", "[\"consume\"]");
        admin.grant(GROUPS, "no-publish", "[\"consume\", \"produce\"]");
        admin.grant("default", "no-consume", "[\"produce\"]");
    }

    @Override
    public String password() {
        return PASSWORD;
    }

    @Override
    public Map<String, String> wrongPassword() {
        return as("other-password", address);
    }

    @Override
    public Map<String, String> mayNotPublish() {
        return as("no-publish", address);
    }

    @Override
    public Map<String, String> mayNotConsume() {
        return as("no-consume", address);
    }

    @Override
    public InetSocketAddress behindFront() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), behindFront);
    }

    @Override
    public int frontPort() {
        return frontPort;
    }

    @Override
    public Map<String, String> throughFront(Path trustStore, @Nullable Path keyStore, String storePassword) {
        Map<String, String> configuration = as("everything", "pulsar+ssl://localhost:" + frontPort);
        configuration.put("crossdock.pulsar.tls.trust-store", trustStore.toString());
        configuration.put("crossdock.pulsar.tls.trust-store-password", storePassword);
        if (keyStore != null) {
            configuration.put("crossdock.pulsar.tls.key-store", keyStore.toString());
            configuration.put("crossdock.pulsar.tls.key-store-password", storePassword);
        }
        return configuration;
    }

    /**
     * With tokens, because accounts with passwords are those that the broker was started with. A token is taken back by its
     * time being over.
     */
    @Override
    public Rotation rotation() {
        Tokens tokens = new Tokens();
        return Rotation.issued(
                (secured, file) -> {
                    secured.remove("crossdock.pulsar.auth-plugin");
                    secured.remove("crossdock.pulsar.auth-params");
                    secured.put("crossdock.pulsar.token-file", file.toString());
                },
                tokens::next);
    }

    private static Map<String, String> as(String account, String url) {
        Map<String, String> configuration = new HashMap<>();
        configuration.put("crossdock.transport", "pulsar");
        configuration.put("crossdock.pulsar.service-url", url);
        configuration.put("crossdock.pulsar.group-namespace", GROUPS);
        configuration.put("crossdock.pulsar.auth-plugin", "org.apache.pulsar.client.impl.auth.AuthenticationBasic");
        configuration.put(
                "crossdock.pulsar.auth-params", "{\"userId\":\"" + account + "\",\"password\":\"" + PASSWORD + "\"}");
        return configuration;
    }
}
