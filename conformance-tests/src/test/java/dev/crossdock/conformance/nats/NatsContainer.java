package dev.crossdock.conformance.nats;

import dev.crossdock.conformance.containers.FixedPort;
import dev.crossdock.conformance.containers.RunLabels;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/** The server of this process: one for all who ask, removed when the last of them has left. */
final class NatsContainer {
    private static final int CLIENTS = 4222;
    private static final int MONITORING = 8222;
    private static final String CONFIGURATION = "/conformance.conf";

    private static final Object GUARD = new Object();
    private static @Nullable NatsContainer running;
    private static int users;

    private final GenericContainer<?> container = new GenericContainer<>("nats:2.15");
    private final int port = FixedPort.free();
    private final int monitoringPort = FixedPort.free();

    private NatsContainer() {
        container.setPortBindings(
                List.of(FixedPort.binding(port, CLIENTS), FixedPort.binding(monitoringPort, MONITORING)));
        container
                .withLabels(RunLabels.ofThisRun())
                .withCopyToContainer(Transferable.of(configuration()), CONFIGURATION)
                .withCommand("-c", CONFIGURATION)
                .waitingFor(Wait.forLogMessage(".*Server is ready.*", 1))
                .withStartupTimeout(Duration.ofMinutes(2))
                .start();
    }

    static NatsContainer shared() {
        synchronized (GUARD) {
            NatsContainer server = running;
            if (server == null) {
                server = new NatsContainer();
                running = server;
            }
            users++;
            return server;
        }
    }

    static void leave() {
        synchronized (GUARD) {
            users--;
            if (users == 0 && running != null) {
                running.container.stop();
                running = null;
            }
        }
    }

    GenericContainer<?> container() {
        return container;
    }

    String host() {
        return container.getHost();
    }

    int port() {
        return port;
    }

    String address() {
        return host() + ":" + port;
    }

    int monitoringPort() {
        return monitoringPort;
    }

    private static String configuration() {
        return "port: " + CLIENTS + "\nhttp_port: " + MONITORING + "\njetstream { store_dir: /data/jetstream }\n"
                + NatsSecurity.accounts();
    }
}
