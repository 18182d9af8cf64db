/**
 * The idempotency store in PostgreSQL, MariaDB, MySQL or H2. {@code crossdock.idempotency.store = jdbc} chooses it; who has
 * a {@link javax.sql.DataSource} hands it to {@link dev.crossdock.store.jdbc.JdbcIdempotencyStore}. Where the effect itself
 * is written into that database, {@link dev.crossdock.store.jdbc.TransactionalInbox} commits the two together. See
 * {@code docs/idempotency.md}.
 */
@NullMarked
package dev.crossdock.store.jdbc;

import org.jspecify.annotations.NullMarked;
