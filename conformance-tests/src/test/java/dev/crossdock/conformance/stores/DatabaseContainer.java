package dev.crossdock.conformance.stores;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.StoreSecurity;
import dev.crossdock.conformance.containers.ContainerControl;
import dev.crossdock.conformance.containers.FixedPort;
import dev.crossdock.conformance.containers.RunLabels;
import dev.crossdock.conformance.network.Certificates;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/** A database in a container, by its official image. */
final class DatabaseContainer implements DatabaseServer {
    private static final String NAME = "crossdock";
    private static final String PASSWORD = "rack'and\\pinion";

    private final GenericContainer<?> container;
    private final int port = FixedPort.free();
    private final String scheme;
    private final Dialect dialect;

    private DatabaseContainer(
            String image,
            String scheme,
            int itsPort,
            Map<String, String> environment,
            String log,
            int times,
            Dialect dialect) {
        this.scheme = scheme;
        this.dialect = dialect;
        Pem identity = anyIdentity();
        container = new GenericContainer<>(image);
        container.setPortBindings(List.of(FixedPort.binding(port, itsPort)));
        container
                .withLabels(RunLabels.ofThisRun())
                .withEnv(environment)
                .withCopyToContainer(Transferable.of(identity.certificates()), Dialect.CERTIFICATE)
                .withCopyToContainer(Transferable.of(identity.key()), Dialect.KEY)
                .withCommand(dialect.options().toArray(String[]::new))
                .waitingFor(Wait.forLogMessage(log, times))
                .withStartupTimeout(Duration.ofMinutes(2))
                .start();
    }

    static DatabaseContainer postgreSql() {
        return new DatabaseContainer(
                "postgres:18",
                "jdbc:postgresql",
                5432,
                Map.of("POSTGRES_USER", NAME, "POSTGRES_PASSWORD", PASSWORD, "POSTGRES_DB", NAME),
                // Once for the server that makes the database and cannot be reached.
                ".*ready to accept connections.*",
                2,
                Dialect.POSTGRESQL);
    }

    static DatabaseContainer mariaDb() {
        return new DatabaseContainer(
                "mariadb:11.8",
                "jdbc:mariadb",
                3306,
                Map.of(
                        "MARIADB_ROOT_PASSWORD", PASSWORD,
                        "MARIADB_USER", NAME,
                        "MARIADB_PASSWORD", PASSWORD,
                        "MARIADB_DATABASE", NAME),
                // The server that makes the database has port 0.
                ".*port: 3306.*",
                1,
                Dialect.MARIADB);
    }

    @Override
    public String url() {
        return scheme + "://" + container.getHost() + ":" + port + "/" + NAME;
    }

    @Override
    public String user() {
        return NAME;
    }

    @Override
    public String password() {
        return PASSWORD;
    }

    @Override
    public BrokerControl control() {
        return new ContainerControl(container, port, this::answers, () -> {
            throw new UnsupportedOperationException("connections are not broken one by one here");
        });
    }

    @Override
    public Optional<StoreSecurity> security(Map<String, String> configuration) {
        return Optional.of(new DatabaseSecurity(container, configuration, dialect));
    }

    @Override
    public void close() {
        container.stop();
    }

    /** What a server shows that has to have something to begin with. */
    private static Pem anyIdentity() {
        try {
            return Pem.of(Certificates.create().identity("localhost"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(url(), NAME, PASSWORD)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }
}
