/** RabbitMQ with quorum queues, through AMQP 0-9-1. */
// The client is no module of its own yet; its name is fixed by its manifest.
@SuppressWarnings("requires-automatic")
module dev.crossdock.transport.rabbitmq {
    requires transitive dev.crossdock.messaging.api;
    requires com.rabbitmq.client;
    requires java.net.http;
    requires static org.jspecify;

    exports dev.crossdock.transport.rabbitmq;

    provides dev.crossdock.messaging.spi.TransportProvider with
            dev.crossdock.transport.rabbitmq.RabbitMqTransportProvider;
}
