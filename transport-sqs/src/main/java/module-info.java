/** Amazon SNS topics with SQS queues, standard and FIFO. */
// The SDK is no module yet; its names are fixed by its manifests.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.crossdock.transport.sqs {
    requires transitive dev.crossdock.messaging.api;
    requires software.amazon.awssdk.auth;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.http;
    requires software.amazon.awssdk.http.nio.netty;
    requires software.amazon.awssdk.identity.spi;
    requires software.amazon.awssdk.regions;
    requires software.amazon.awssdk.retries;
    requires software.amazon.awssdk.retries.api;
    requires software.amazon.awssdk.services.sns;
    requires software.amazon.awssdk.services.sqs;
    requires software.amazon.awssdk.utils;
    requires static org.jspecify;

    exports dev.crossdock.transport.sqs;

    provides dev.crossdock.messaging.spi.TransportProvider with
            dev.crossdock.transport.sqs.SqsTransportProvider;
}
