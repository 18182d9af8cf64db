/** Topics, groups, retries and dead letters on Apache Kafka. */
// Kafka's client is no module yet: its name comes from its file's.
@SuppressWarnings("requires-automatic")
module dev.crossdock.transport.kafka {
    requires transitive dev.crossdock.messaging.api;
    requires kafka.clients;
    requires static org.jspecify;

    exports dev.crossdock.transport.kafka;

    provides dev.crossdock.messaging.spi.TransportProvider with
            dev.crossdock.transport.kafka.KafkaTransportProvider;
}
