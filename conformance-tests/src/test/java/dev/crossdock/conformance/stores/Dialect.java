package dev.crossdock.conformance.stores;

import java.util.List;

/**
 * In which words a database is told about its TLS and its accounts.
 *
 * @param options what its server has to be started with
 * @param administrator who may tell it
 * @param takeOver a command of the container after which the server can read its key
 * @param loaded a question whose answer is another one once the server has read its certificate again
 * @param reload makes it read that
 * @param create makes the account whose secret changes
 * @param password gives that account a secret
 * @param endings a question whose answers end the account's connections
 * @param mode the driver's property for how much TLS there has to be
 * @param authorities the driver's property for whom to trust: a file of certificates
 */
record Dialect(
        List<String> options,
        String administrator,
        String takeOver,
        String loaded,
        List<String> reload,
        List<String> create,
        String password,
        String endings,
        String mode,
        String authorities) {
    /** Where the server's certificate and key are put. */
    static final String CERTIFICATE = "/tmp/server.crt";

    static final String KEY = "/tmp/server.key";

    private static final String OWN_KEY = "/tmp/own.key";

    static final Dialect POSTGRESQL = new Dialect(
            List.of(),
            "crossdock",
            // It reads no key that others may read too.
            "cp " + KEY + " " + OWN_KEY + " && chmod 600 " + OWN_KEY,
            "SELECT pg_conf_load_time()",
            List.of(
                    "ALTER SYSTEM SET ssl_cert_file = '" + CERTIFICATE + "'",
                    "ALTER SYSTEM SET ssl_key_file = '" + OWN_KEY + "'",
                    "ALTER SYSTEM SET ssl = on",
                    "SELECT pg_reload_conf()"),
            List.of("CREATE ROLE changing SUPERUSER LOGIN"),
            "ALTER ROLE changing PASSWORD '%s'",
            "SELECT 'SELECT pg_terminate_backend(' || pid || ')' FROM pg_stat_activity WHERE usename = 'changing'",
            "sslmode",
            "sslrootcert");

    static final Dialect MARIADB = new Dialect(
            List.of("--ssl-cert=" + CERTIFICATE, "--ssl-key=" + KEY),
            "root",
            "true",
            "SELECT UUID()",
            List.of("FLUSH SSL"),
            List.of("CREATE USER changing@'%'", "GRANT ALL ON *.* TO changing@'%'"),
            "ALTER USER changing@'%%' IDENTIFIED BY '%s'",
            "SELECT CONCAT('KILL ', id) FROM information_schema.processlist WHERE user = 'changing'",
            "sslMode",
            "serverSslCert");
}
