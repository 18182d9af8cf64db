package dev.crossdock.conformance.pulsar;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.containers.ContainerControl;
import dev.crossdock.conformance.containers.FixedPort;
import dev.crossdock.conformance.containers.RunLabels;
import dev.crossdock.conformance.network.Link;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * One broker for all that this process tests. Clients reach it through a proxy, witnesses by themselves, and those who come
 * through a front that ends TLS by a third way. Whoever shows no account may do everything.
 */
final class PulsarBroker {
    static final String VERSION = "4.2.4";

    private static final int CLIENTS = 6651;
    private static final int WITNESSES = 6652;
    private static final int FRONTED = 6653;
    private static final int DETOUR = 6654;
    private static final int HTTP = 8080;

    private final int direct = FixedPort.free();
    private final int proxied = FixedPort.free();
    private final int behindLink = FixedPort.free();
    private final int linked = FixedPort.free();
    private final int forWitnesses = FixedPort.free();
    private final int behindFront = FixedPort.free();
    private final int front = FixedPort.free();
    private final int http = FixedPort.free();
    private final GenericContainer<?> container = new GenericContainer<>("apachepulsar/pulsar:" + VERSION);
    private final Link clientsWay;
    private final Link link;
    private final PulsarAdmin admin = new PulsarAdmin(http);
    private final ContainerControl control;
    private final PulsarSecurity security;

    private PulsarBroker() {
        container.setPortBindings(List.of(
                FixedPort.binding(direct, CLIENTS),
                FixedPort.binding(behindLink, DETOUR),
                FixedPort.binding(forWitnesses, WITNESSES),
                FixedPort.binding(behindFront, FRONTED),
                FixedPort.binding(http, HTTP)));
        container
                .withLabels(RunLabels.ofThisRun())
                .withEnv(listeners())
                .withEnv(PulsarSecurity.environment())
                // The bookie inside is known by its address otherwise, and a container may come back with another one.
                .withEnv("PULSAR_PREFIX_useHostNameAsBookieID", "true")
                // A client that hangs shall be noticed before a scenario loses its patience: after two of these.
                .withEnv("PULSAR_PREFIX_keepAliveIntervalSeconds", "8")
                .withEnv("PULSAR_PREFIX_backlogQuotaCheckIntervalInSeconds", "1")
                .withCommand(
                        "/bin/bash",
                        "-c",
                        "bin/apply-config-from-env.py conf/standalone.conf"
                                + " && exec bin/pulsar standalone --no-functions-worker --no-stream-storage")
                .waitingFor(Wait.forLogMessage(".*Created namespace public/default.*", 1))
                .withStartupTimeout(Duration.ofMinutes(2))
                .start();
        this.clientsWay = Link.open(proxied, new InetSocketAddress(InetAddress.getLoopbackAddress(), direct));
        this.link = Link.open(linked, new InetSocketAddress(InetAddress.getLoopbackAddress(), behindLink));
        this.control =
                new ContainerControl(container, http, admin::answers, clientsWay::reset, new BacklogQuota(admin));
        this.security = new PulsarSecurity(clientAddress(), behindFront, front);
        // Its namespaces are there before it can carry a message.
        control.start();
        admin.makeNamespace(PulsarSecurity.GROUPS);
        security.grant(admin);
    }

    /** The one broker, started when it is needed first. */
    static PulsarBroker shared() {
        return Shared.BROKER;
    }

    /** Where programs connect. */
    String clientAddress() {
        return "pulsar://localhost:" + proxied;
    }

    /** Where a witness connects. */
    String witnessAddress() {
        return "pulsar://localhost:" + forWitnesses;
    }

    /** Where programs connect that take the way which can be broken. */
    String detourAddress() {
        return "pulsar://localhost:" + linked;
    }

    Link link() {
        return link;
    }

    int connections() {
        return clientsWay.connections();
    }

    /** Where administrators ask. */
    String adminUrl() {
        return "http://localhost:" + http;
    }

    PulsarAdmin admin() {
        return admin;
    }

    PulsarSecurity security() {
        return security;
    }

    BrokerControl control() {
        return control;
    }

    private Map<String, String> listeners() {
        return Map.of(
                "PULSAR_PREFIX_advertisedAddress",
                "",
                "PULSAR_PREFIX_advertisedListeners",
                "internal:pulsar://127.0.0.1:6650,clients:pulsar://localhost:" + proxied
                        + ",witnesses:pulsar://localhost:" + forWitnesses
                        + ",detour:pulsar://localhost:" + linked
                        + ",fronted:pulsar://localhost:" + behindFront
                        + ",fronted:pulsar+ssl://localhost:" + front,
                "PULSAR_PREFIX_internalListenerName",
                "internal",
                "PULSAR_PREFIX_bindAddresses",
                "clients:pulsar://0.0.0.0:" + CLIENTS + ",detour:pulsar://0.0.0.0:" + DETOUR
                        + ",witnesses:pulsar://0.0.0.0:" + WITNESSES + ",fronted:pulsar://0.0.0.0:" + FRONTED);
    }

    private static final class Shared {
        static final PulsarBroker BROKER = new PulsarBroker();
    }
}
