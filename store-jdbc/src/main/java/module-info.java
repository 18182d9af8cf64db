/** What was handled, remembered in a relational database, and effects that commit together with that. */
module dev.crossdock.store.jdbc {
    requires transitive dev.crossdock.messaging.api;
    requires transitive java.sql;
    requires static com.zaxxer.hikari;
    requires static org.jspecify;

    exports dev.crossdock.store.jdbc;

    provides dev.crossdock.messaging.spi.IdempotencyStoreProvider with
            dev.crossdock.store.jdbc.JdbcStoreProvider;
}
