/** What was handled, remembered in Redis. */
// Lettuce is no module of its own yet; its name is fixed by its manifest.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.crossdock.store.redis {
    requires transitive dev.crossdock.messaging.api;
    requires transitive lettuce.core;
    requires io.netty.common;
    requires io.netty.handler;
    requires reactor.core;
    requires static org.jspecify;

    exports dev.crossdock.store.redis;

    provides dev.crossdock.messaging.spi.IdempotencyStoreProvider with
            dev.crossdock.store.redis.RedisStoreProvider;
}
