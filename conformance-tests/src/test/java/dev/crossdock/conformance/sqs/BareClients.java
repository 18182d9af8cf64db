package dev.crossdock.conformance.sqs;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/** The SDK's own clients. */
record BareClients(SqsAsyncClient sqs, SnsAsyncClient sns) {
    /** To these endpoints; to the region's own where there is none. */
    static BareClients open(
            Region region, AwsCredentialsProvider credentials, @Nullable URI sqsEndpoint, @Nullable URI snsEndpoint) {
        return new BareClients(
                at(SqsAsyncClient.builder(), sqsEndpoint)
                        .region(region)
                        .credentialsProvider(credentials)
                        .build(),
                at(SnsAsyncClient.builder(), snsEndpoint)
                        .region(region)
                        .credentialsProvider(credentials)
                        .build());
    }

    void close() {
        sqs.close();
        sns.close();
    }

    private static <B extends AwsClientBuilder<B, ?>> B at(B builder, @Nullable URI endpoint) {
        return endpoint == null ? builder : builder.endpointOverride(endpoint);
    }
}
