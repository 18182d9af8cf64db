/** The engine: everything a user would call behaviour. Nobody compiles against it. */
module dev.crossdock.messaging.core {
    requires dev.crossdock.messaging.api;
    requires static org.jspecify;

    uses dev.crossdock.messaging.spi.IdempotencyStoreProvider;
    uses dev.crossdock.messaging.spi.TransportProvider;

    provides dev.crossdock.messaging.spi.EngineProvider with
            dev.crossdock.messaging.core.CoreEngine;
}
