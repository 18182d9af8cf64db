/**
 * The idempotency store in Redis or Valkey, alone, with Sentinel or as a cluster. {@code crossdock.idempotency.store = redis}
 * chooses it; who has a client of Lettuce hands it to {@link dev.crossdock.store.redis.RedisIdempotencyStore}. See
 * {@code docs/idempotency.md}.
 */
@NullMarked
package dev.crossdock.store.redis;

import org.jspecify.annotations.NullMarked;
