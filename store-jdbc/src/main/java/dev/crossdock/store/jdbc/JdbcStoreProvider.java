package dev.crossdock.store.jdbc;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.IdempotencyStoreProvider;
import dev.crossdock.messaging.spi.Settings;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Collectors;

/** Opens stores in the database that the configuration names, with a pool of connections of their own. Thread-safe. */
public final class JdbcStoreProvider implements IdempotencyStoreProvider {
    private static final String POOL = "com.zaxxer.hikari.HikariDataSource";

    /** For {@link java.util.ServiceLoader}. */
    public JdbcStoreProvider() {}

    @Override
    public String name() {
        return "jdbc";
    }

    /**
     * Connects, and sees to the table.
     *
     * @param time not used: the database keeps it
     * @throws MessagingException as {@link IdempotencyStoreProvider#open} says
     */
    @Override
    public IdempotencyStore open(Settings settings, TimeSource time) {
        JdbcConfig config = JdbcConfig.read(settings);
        demandPool();
        demandDriver(config);
        Faults faults = new Faults("at " + config.place(), config::secrets);
        Pool pool = Pool.open(config, faults);
        try {
            return JdbcIdempotencyStore.owning(Database.open(pool.source(), config.options(), faults), pool);
        } catch (RuntimeException | Error e) {
            pool.close();
            throw e;
        }
    }

    private static void demandPool() {
        try {
            Class<?> unused = Class.forName(POOL, false, JdbcStoreProvider.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new MessagingException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "Wanted a pool of connections, found no class " + POOL
                            + ". Add com.zaxxer:HikariCP to the class path, or hand a JdbcIdempotencyStore over a"
                            + " DataSource of your own to MessagingConfig.withIdempotencyStore",
                    e);
        }
    }

    private static void demandDriver(JdbcConfig config) {
        try {
            var unused = DriverManager.getDriver(config.url());
        } catch (SQLException e) {
            // Without the cause, which repeats the URL.
            String drivers = DriverManager.drivers()
                    .map(driver -> driver.getClass().getName())
                    .collect(Collectors.joining(", "));
            throw new MessagingException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "Wanted a driver for " + config.place() + " on the class path, found "
                            + (drivers.isEmpty() ? "none" : "only " + drivers)
                            + ". Drivers are org.postgresql:postgresql, org.mariadb.jdbc:mariadb-java-client,"
                            + " com.mysql:mysql-connector-j, com.h2database:h2");
        }
    }
}
