package dev.crossdock.conformance.rabbitmq;

import dev.crossdock.conformance.BrokerSecurity;
import dev.crossdock.conformance.Rotation;
import dev.crossdock.conformance.containers.FixedPort;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Accounts that may do a part of what the others may. */
final class RabbitMqSecurity implements BrokerSecurity {
    private static final String ALL = ".*";
    private static final String NONE = "^$";
    private static final String PASSWORD = "not-to-be-seen-7c41";

    private final RabbitMqContainer broker;
    private final Management management;
    private final Map<String, String> base;
    private final int frontPort = FixedPort.free();

    RabbitMqSecurity(RabbitMqContainer broker, Management management, Map<String, String> base) {
        this.broker = broker;
        this.management = management;
        this.base = base;
        management.putUser("other-password", "another-one", NONE, NONE, NONE);
        management.putUser("no-publish", PASSWORD, NONE, NONE, ALL);
        management.putUser("no-consume", PASSWORD, NONE, ALL, NONE);
        management.putUser("everything", PASSWORD, ALL, ALL, ALL);
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
        return new InetSocketAddress(broker.host(), broker.port());
    }

    @Override
    public int frontPort() {
        return frontPort;
    }

    @Override
    public Map<String, String> throughFront(Path trustStore, @Nullable Path keyStore, String storePassword) {
        Map<String, String> secured = as("everything");
        secured.put("crossdock.rabbitmq.addresses", "localhost:" + frontPort);
        secured.put("crossdock.rabbitmq.tls", "true");
        secured.put("crossdock.rabbitmq.tls.trust-store", trustStore.toString());
        secured.put("crossdock.rabbitmq.tls.trust-store-password", storePassword);
        if (keyStore != null) {
            secured.put("crossdock.rabbitmq.tls.key-store", keyStore.toString());
            secured.put("crossdock.rabbitmq.tls.key-store-password", storePassword);
        }
        return secured;
    }

    @Override
    public Rotation rotation() {
        return Rotation.of(
                (secured, file) -> {
                    secured.put("crossdock.rabbitmq.username", "changing");
                    secured.remove("crossdock.rabbitmq.password");
                    secured.put("crossdock.rabbitmq.password-file", file.toString());
                },
                secret -> management.putUser("changing", secret, ALL, ALL, ALL));
    }

    private Map<String, String> as(String account) {
        Map<String, String> configuration = new HashMap<>(base);
        configuration.put("crossdock.rabbitmq.username", account);
        configuration.put("crossdock.rabbitmq.password", PASSWORD);
        return configuration;
    }
}
