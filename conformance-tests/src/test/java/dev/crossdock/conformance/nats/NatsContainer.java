package dev.crossdock.conformance.nats;

import dev.crossdock.conformance.containers.FixedPort;
import dev.crossdock.conformance.containers.Patience;
import dev.crossdock.conformance.containers.RunLabels;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Container;
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
    private String secret = "nobody-knows-it-yet";
    private long storage = NatsSecurity.UNLIMITED;

    private NatsContainer() {
        container.setPortBindings(
                List.of(FixedPort.binding(port, CLIENTS), FixedPort.binding(monitoringPort, MONITORING)));
        container
                .withLabels(RunLabels.ofThisRun())
                .withCopyToContainer(Transferable.of(configuration(secret, storage)), CONFIGURATION)
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

    /** Gives the account whose secret changes another one, as an operator does: the server goes on running. */
    synchronized void changeSecret(String changed) {
        secret = changed;
        reload();
        Options options = Options.builder()
                .server("nats://" + address())
                .userInfo(NatsSecurity.CHANGING, changed)
                .build();
        Patience.await("the server to learn the secret of " + NatsSecurity.CHANGING, () -> accepts(options));
    }

    /** Lets the account that all use store so many bytes in all. */
    synchronized void limitStorage(long bytes, NatsWitness witness) {
        storage = bytes;
        reload();
        Patience.await(
                "the server to learn that it stores " + bytes + " bytes",
                () -> witness.storage().limit() == bytes);
    }

    private void reload() {
        container.copyFileToContainer(Transferable.of(configuration(secret, storage)), CONFIGURATION);
        try {
            Container.ExecResult reloaded = container.execInContainer("nats-server", "--signal", "reload=1");
            if (reloaded.getExitCode() != 0) {
                throw new IllegalStateException("the server was not told to reload: " + reloaded);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean accepts(Options options) {
        try (Connection accepted = Nats.connect(options)) {
            return true;
        } catch (AuthenticationException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String configuration(String secret, long storage) {
        return "port: " + CLIENTS + "\nhttp_port: " + MONITORING + "\njetstream { store_dir: /data/jetstream }\n"
                + NatsSecurity.accounts(secret, storage);
    }
}
