package dev.crossdock.conformance.rabbitmq;

import dev.crossdock.conformance.BrokerSecurity;
import dev.crossdock.conformance.containers.FixedPort;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts of the broker, made when they are asked for the first time. */
final class RabbitMqSecurity implements BrokerSecurity {
    private static final String ALL = ".*";
    private static final String NONE = "";
    private static final String FULL = "full";
    private static final String READER = "reader";
    private static final String WRITER = "writer";
    private static final String FORGETFUL = "forgetful";

    private final RabbitMqContainer broker;
    private final String password = "secret-" + UUID.randomUUID();
    private final int frontPort = FixedPort.free();

    RabbitMqSecurity(RabbitMqContainer broker) {
        this.broker = broker;
        Management management = new Management(broker.host(), broker.managementPort());
        management.account(FULL, password, ALL, ALL, ALL);
        management.account(READER, password, NONE, NONE, ALL);
        management.account(WRITER, password, NONE, ALL, NONE);
        management.account(FORGETFUL, "another-" + UUID.randomUUID(), ALL, ALL, ALL);
    }

    @Override
    public String password() {
        return password;
    }

    @Override
    public Map<String, String> wrongPassword() {
        return direct(FORGETFUL);
    }

    @Override
    public Map<String, String> mayNotPublish() {
        return direct(READER);
    }

    @Override
    public Map<String, String> mayNotConsume() {
        return direct(WRITER);
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
        Map<String, String> configuration = account(FULL, "localhost:" + frontPort);
        configuration.put("crossdock.rabbitmq.tls", "true");
        configuration.put("crossdock.rabbitmq.tls.trust-store", trustStore.toString());
        configuration.put("crossdock.rabbitmq.tls.trust-store-password", storePassword);
        if (keyStore != null) {
            configuration.put("crossdock.rabbitmq.tls.key-store", keyStore.toString());
            configuration.put("crossdock.rabbitmq.tls.key-store-password", storePassword);
        }
        return configuration;
    }

    private Map<String, String> direct(String account) {
        return account(account, broker.host() + ":" + broker.port());
    }

    private Map<String, String> account(String account, String address) {
        Map<String, String> configuration = new TreeMap<>();
        configuration.put("crossdock.transport", "rabbitmq");
        configuration.put("crossdock.rabbitmq.addresses", address);
        configuration.put("crossdock.rabbitmq.username", account);
        configuration.put("crossdock.rabbitmq.password", password);
        return configuration;
    }
}
