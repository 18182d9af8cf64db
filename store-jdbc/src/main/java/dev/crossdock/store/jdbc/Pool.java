package dev.crossdock.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import dev.crossdock.messaging.spi.Secret;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;

/** The pool that configuration opens; with its errors, all that needs HikariCP. */
final class Pool implements AutoCloseable {
    private final HikariDataSource source;

    private Pool(HikariDataSource source) {
        this.source = source;
    }

    static Pool open(JdbcConfig config, Faults faults) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("crossdock-idempotency");
        pool.setJdbcUrl(config.url());
        config.username().ifPresent(pool::setUsername);
        config.password().ifPresent(password -> tell(pool, password));
        pool.setMaximumPoolSize(config.poolSize());
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(config.timeout().toMillis());
        pool.setValidationTimeout(Math.min(config.timeout().toMillis(), pool.getValidationTimeout()));
        // The first connection is tried at once, so that a wrong password is not taken for a server that is not there.
        pool.setInitializationFailTimeout(1);
        pool.setExceptionOverride(new BrokenConnections());
        limits(config).forEach(pool::addDataSourceProperty);
        config.client().forEach(pool::addDataSourceProperty);
        try {
            return new Pool(new HikariDataSource(pool));
        } catch (RuntimeException e) {
            throw faults.of("to connect to the database", e);
        }
    }

    private static void tell(HikariConfig pool, Secret password) {
        if (password.file().isEmpty()) {
            pool.setPassword(password.value());
        } else {
            // Asked for each connection. Older pools cannot, so only who needs it asks it of them.
            String username = pool.getUsername();
            pool.setCredentialsProvider(() -> Credentials.of(username, password.value()));
        }
    }

    DataSource source() {
        return source;
    }

    @Override
    public void close() {
        source.close();
    }

    /** How long a server is waited for that says nothing, in the driver's own words, unless the URL says it. */
    private static Map<String, String> limits(JdbcConfig config) {
        String url = config.url().toLowerCase(Locale.ROOT);
        if (url.contains("sockettimeout=") || url.contains("connecttimeout=")) {
            return Map.of();
        }
        // Later than the statement's own limit, which leaves the connection as it is.
        long millis = config.options().timeoutSeconds() * 1000L + 5000;
        if (url.startsWith("jdbc:postgresql:")) {
            String seconds = Long.toString(millis / 1000);
            return Map.of("socketTimeout", seconds, "connectTimeout", seconds, "tcpKeepAlive", "true");
        }
        if (url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:")) {
            String text = Long.toString(millis);
            return Map.of("socketTimeout", text, "connectTimeout", text);
        }
        return Map.of();
    }
}
