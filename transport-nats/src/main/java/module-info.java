/** Topics, groups, retries and dead letters on NATS JetStream. */
// The client is no module of its own yet; its name is fixed by its manifest.
@SuppressWarnings("requires-automatic")
module dev.crossdock.transport.nats {
    requires transitive dev.crossdock.messaging.api;
    requires io.nats.jnats;
    requires static org.jspecify;

    exports dev.crossdock.transport.nats;

    provides dev.crossdock.messaging.spi.TransportProvider with
            dev.crossdock.transport.nats.NatsTransportProvider;
}
