/** A broker inside the process, and the transport SPI as a running example. */
module dev.crossdock.transport.inmemory {
    requires transitive dev.crossdock.messaging.api;
    requires static org.jspecify;

    exports dev.crossdock.transport.inmemory;

    provides dev.crossdock.messaging.spi.TransportProvider with
            dev.crossdock.transport.inmemory.InMemoryTransportProvider;
}
