package dev.crossdock.conformance.kafka;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.BrokerSecurity;
import dev.crossdock.conformance.containers.ContainerControl;
import dev.crossdock.conformance.containers.FixedPort;
import dev.crossdock.conformance.containers.RunLabels;
import dev.crossdock.conformance.network.Link;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * One broker for all that this process tests. Clients reach it through a proxy, witnesses by themselves; two more ways in
 * ask for an account, one of them behind a front that ends TLS.
 */
final class KafkaBroker {
    static final String VERSION = "4.3.1";

    private final int direct = FixedPort.free();
    private final int proxied = FixedPort.free();
    private final Way clients = new Way("CLIENTS", "PLAINTEXT", 9092, direct, proxied);
    private final int behindLink = FixedPort.free();
    private final int linked = FixedPort.free();
    private final Way detour = new Way("DETOUR", "PLAINTEXT", 9098, behindLink, linked);
    private final int forWitnesses = FixedPort.free();
    private final Way witnesses = new Way("WITNESSES", "PLAINTEXT", 9095, forWitnesses, forWitnesses);
    private final int forAccounts = FixedPort.free();
    private final Way accounts = new Way("ACCOUNTS", "SASL_PLAINTEXT", 9096, forAccounts, forAccounts);
    private final int behindFront = FixedPort.free();
    private final int front = FixedPort.free();
    private final Way fronted = new Way("FRONTED", "SASL_PLAINTEXT", 9097, behindFront, front);
    private final Link clientsWay;
    private final Link link;
    private final GenericContainer<?> container = new GenericContainer<>("apache/kafka:" + VERSION);
    private final ContainerControl control;
    private final KafkaSecurity security;

    /**
     * One way into the broker.
     *
     * @param name of the listener
     * @param protocol that it speaks
     * @param inside its port in the container
     * @param outside the port of this machine that leads there
     * @param told the port of this machine that the broker tells clients of, who come this way, to use
     */
    private record Way(String name, String protocol, int inside, int outside, int told) {
        String listener() {
            return name + "://0.0.0.0:" + inside;
        }

        String advertised() {
            return name + "://localhost:" + told;
        }
    }

    private KafkaBroker() {
        List<Way> ways = List.of(clients, detour, witnesses, accounts, fronted);
        List<String> bindings = new ArrayList<>();
        ways.forEach(way -> bindings.add(FixedPort.binding(way.outside(), way.inside())));
        container.setPortBindings(bindings);
        container
                .withLabels(RunLabels.ofThisRun())
                .withEnv(oneNode(ways))
                .withEnv(quickGroups())
                .withEnv(manyTopics())
                .withEnv(KafkaSecurity.environment(accounts.name(), fronted.name()))
                .waitingFor(Wait.forLogMessage(".*Kafka Server started.*", 1))
                .withStartupTimeout(Duration.ofMinutes(2))
                .start();
        this.clientsWay = Link.open(proxied, new InetSocketAddress(InetAddress.getLoopbackAddress(), direct));
        this.link = Link.open(linked, new InetSocketAddress(InetAddress.getLoopbackAddress(), behindLink));
        this.control = new ContainerControl(
                container, forWitnesses, this::answers, clientsWay::reset, new Quota(witnessAddress()));
        this.security = new KafkaSecurity(witnessAddress(), forAccounts, behindFront, front);
    }

    /** The one broker, started when it is needed first. */
    static KafkaBroker shared() {
        return Shared.BROKER;
    }

    /** Where programs connect. */
    String address() {
        return "localhost:" + proxied;
    }

    /** Where a witness connects. */
    String witnessAddress() {
        return "localhost:" + forWitnesses;
    }

    /** Where programs connect that take the way which can be broken. */
    String detourAddress() {
        return "localhost:" + linked;
    }

    Link link() {
        return link;
    }

    int connections() {
        return clientsWay.connections();
    }

    BrokerSecurity security() {
        return security;
    }

    BrokerControl control() {
        return control;
    }

    private boolean answers() {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", witnessAddress(), "request.timeout.ms", 2_000, "default.api.timeout.ms", 2_000);
        try (Admin admin = Admin.create(properties)) {
            return !admin.describeCluster().nodes().get(3, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Map<String, String> oneNode(List<Way> ways) {
        StringBuilder listeners = new StringBuilder("BROKER://0.0.0.0:9093,CONTROLLER://0.0.0.0:9094");
        StringBuilder advertised = new StringBuilder("BROKER://localhost:9093");
        StringBuilder protocols = new StringBuilder("BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        for (Way way : ways) {
            listeners.append(',').append(way.listener());
            advertised.append(',').append(way.advertised());
            protocols.append(',').append(way.name()).append(':').append(way.protocol());
        }
        Map<String, String> environment = new TreeMap<>();
        environment.put("KAFKA_NODE_ID", "1");
        environment.put("KAFKA_PROCESS_ROLES", "broker,controller");
        environment.put("KAFKA_LISTENERS", listeners.toString());
        environment.put("KAFKA_ADVERTISED_LISTENERS", advertised.toString());
        environment.put("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", protocols.toString());
        environment.put("KAFKA_INTER_BROKER_LISTENER_NAME", "BROKER");
        environment.put("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER");
        environment.put("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9094");
        environment.put("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1");
        environment.put("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "1");
        environment.put("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1");
        environment.put("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1");
        environment.put("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        // After a kill the broker's own old registration has to run out before it serves again.
        environment.put("KAFKA_BROKER_SESSION_TIMEOUT_MS", "3000");
        return environment;
    }

    // A member that came or went shall be noticed before a scenario loses its patience.
    private static Map<String, String> quickGroups() {
        return Map.of(
                "KAFKA_GROUP_CONSUMER_MIN_HEARTBEAT_INTERVAL_MS", "100",
                "KAFKA_GROUP_CONSUMER_HEARTBEAT_INTERVAL_MS", "200",
                "KAFKA_GROUP_CONSUMER_MIN_SESSION_TIMEOUT_MS", "1000",
                "KAFKA_GROUP_CONSUMER_SESSION_TIMEOUT_MS", "6000",
                "KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000");
    }

    private static Map<String, String> manyTopics() {
        return Map.of("KAFKA_LOG_INDEX_SIZE_MAX_BYTES", "65536", "KAFKA_HEAP_OPTS", "-Xmx1g");
    }

    private static final class Shared {
        static final KafkaBroker BROKER = new KafkaBroker();
    }
}
