package dev.crossdock.store.jdbc;

import dev.crossdock.messaging.spi.Secret;
import dev.crossdock.messaging.spi.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be set below {@code crossdock.idempotency.jdbc.}.
 *
 * @param url {@code url}: of the database, as its driver wants it; required
 * @param username {@code username}: none
 * @param password {@code password}: none; asked for with every connection
 * @param poolSize {@code pool-size}: connections at most; 10
 * @param options {@code table}, {@code schema} and {@code timeout}
 * @param client {@code client.*}: properties of the driver, by its own names
 */
record JdbcConfig(
        String url,
        Optional<String> username,
        Optional<Secret> password,
        int poolSize,
        JdbcStoreOptions options,
        Map<String, String> client) {
    private static final String PREFIX = "jdbc:";
    private static final Pattern SECRET = Pattern.compile("(?i)pass|pwd|secret|token|key|credential");
    private static final Pattern PARAMETER = Pattern.compile("([^?&;=]+)=([^&;]*)");
    // user:password@ before a host
    private static final Pattern ACCOUNT = Pattern.compile("//[^/:@]*:([^/@]*)@");
    private static final Set<String> NOT_HERE = Set.of("user", "username", "password");

    static JdbcConfig read(Settings settings) {
        String url = settings.required("url");
        if (!url.startsWith(PREFIX)) {
            // Not repeated: there may be a password in it.
            throw settings.invalid(
                    "url", "the URL of a JDBC driver, such as jdbc:postgresql://host/database", "something else");
        }
        String table = settings.text("table", JdbcStoreOptions.TABLE);
        if (!JdbcStoreOptions.NAME.matcher(table).matches()) {
            throw settings.invalid(
                    "table", "the name of a table, " + JdbcStoreOptions.NAME_IN_WORDS, "'" + table + "'");
        }
        Map<String, String> client = settings.below("client.");
        client.keySet().stream()
                .filter(key -> NOT_HERE.contains(key.toLowerCase(Locale.ROOT)))
                .findFirst()
                .ifPresent(key -> {
                    throw settings.invalid("client." + key, "nothing: there are username and password", "a value");
                });
        return new JdbcConfig(
                url,
                settings.text("username"),
                settings.changingSecret("password"),
                settings.number("pool-size", 1, 1000, 10),
                new JdbcStoreOptions(
                        table,
                        settings.choice("schema", SchemaMode.class, SchemaMode.CREATE),
                        settings.duration(
                                "timeout",
                                JdbcStoreOptions.SHORTEST,
                                JdbcStoreOptions.LONGEST,
                                JdbcStoreOptions.TIMEOUT)),
                Map.copyOf(client));
    }

    /** The URL as far as it can be shown: without parameters, and without an account before the host. */
    String place() {
        int parameters = url.length();
        for (char separator : new char[] {'?', ';'}) {
            int at = url.indexOf(separator);
            parameters = at < 0 ? parameters : Math.min(parameters, at);
        }
        return url.substring(0, parameters).replaceAll("//[^/]*@", "//").replaceAll(":[^:/@]*/[^/@]*@", ":");
    }

    /** What no error may repeat, as it is now. Not what is shown anyway: many a password is that of an example. */
    List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        password.map(Secret::value).ifPresent(secrets::add);
        client.forEach((key, value) -> {
            if (SECRET.matcher(key).find()) {
                secrets.add(value);
            }
        });
        if (!place().equals(url)) {
            secrets.add(url);
            Matcher parameters = PARAMETER.matcher(url);
            while (parameters.find()) {
                if (SECRET.matcher(parameters.group(1)).find()) {
                    secrets.add(parameters.group(2));
                }
            }
            Matcher account = ACCOUNT.matcher(url);
            if (account.find()) {
                secrets.add(account.group(1));
            }
        }
        secrets.removeIf(secret -> secret.isEmpty()
                || place().contains(secret)
                || username.filter(secret::equals).isPresent());
        return List.copyOf(secrets);
    }

    /** Nothing that may be secret. */
    @Override
    public String toString() {
        return "JdbcConfig[" + place() + ", " + options + "]";
    }

    Duration timeout() {
        return options.timeout();
    }
}
