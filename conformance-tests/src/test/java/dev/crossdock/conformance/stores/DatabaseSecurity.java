package dev.crossdock.conformance.stores;

import dev.crossdock.conformance.Rotation;
import dev.crossdock.conformance.StoreSecurity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;

/** The server's own TLS, which both databases begin within their protocols, and its accounts. */
final class DatabaseSecurity implements StoreSecurity {
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(20).toNanos();
    private static final String SECTION = "crossdock.idempotency.jdbc.";

    private final GenericContainer<?> container;
    private final Map<String, String> base;
    private final AccountSettings account;
    private final Dialect dialect;

    DatabaseSecurity(GenericContainer<?> container, Map<String, String> base, Dialect dialect) {
        this.container = container;
        this.base = base;
        this.account = new AccountSettings(SECTION, base);
        this.dialect = dialect;
    }

    @Override
    public Map<String, String> wrongPassword(String password) {
        return account.withPassword(password);
    }

    @Override
    public void show(Path identity) throws Exception {
        Pem pem = Pem.of(identity);
        container.copyFileToContainer(Transferable.of(pem.certificates()), Dialect.CERTIFICATE);
        container.copyFileToContainer(Transferable.of(pem.key()), Dialect.KEY);
        Container.ExecResult taken = container.execInContainer("sh", "-c", dialect.takeOver());
        if (taken.getExitCode() != 0) {
            throw new IllegalStateException("the key could not be given to the server: " + taken);
        }
        String before = ask(dialect.loaded()).get(0);
        tell(dialect.reload());
        while (ask(dialect.loaded()).get(0).equals(before)) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    @Override
    public Map<String, String> secured(Path trustStore) throws Exception {
        Path authorities = Files.createTempFile("crossdock-authorities", ".pem");
        authorities.toFile().deleteOnExit();
        Files.writeString(authorities, Pem.of(trustStore).certificates());
        Map<String, String> secured = new HashMap<>(base);
        secured.put(SECTION + "client." + dialect.mode(), "verify-full");
        secured.put(SECTION + "client." + dialect.authorities(), authorities.toString());
        return secured;
    }

    @Override
    public Rotation rotation() {
        tell(dialect.create());
        return Rotation.of(
                account::putChanging,
                secret -> tell(List.of(String.format(java.util.Locale.ROOT, dialect.password(), secret))));
    }

    @Override
    public void dropConnections() {
        tell(ask(dialect.endings()));
    }

    /** The first column of an answer. */
    private List<String> ask(String question) {
        List<String> answer = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            while (rows.next()) {
                answer.add(rows.getString(1));
            }
            return answer;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void tell(List<String> statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                boolean unused = statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whatever the server shows at the moment. */
    private Connection connect() throws SQLException {
        Properties account = new Properties();
        account.put("user", dialect.administrator());
        account.put("password", base.get(SECTION + "password"));
        account.put(dialect.mode(), "disable");
        return DriverManager.getConnection(String.valueOf(base.get(SECTION + "url")), account);
    }
}
