package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.TlsStores;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * The SDK's clients over two pools of connections: those that wait for messages must not keep others waiting. What can be
 * repeated without a difference is repeated by the SDK; what sends messages is not, because a second one could be the result.
 *
 * @param sqs for everything about queues but sending and receiving
 * @param receiving asks for messages
 * @param sns for everything about topics but publishing
 * @param sending sends to queues
 * @param publishing publishes to topics
 * @param patience how long one answer is waited for, all repetitions included
 */
record Clients(
        SqsAsyncClient sqs,
        SqsAsyncClient receiving,
        SnsAsyncClient sns,
        SqsAsyncClient sending,
        SnsAsyncClient publishing,
        List<SdkAsyncHttpClient> pools,
        List<ExecutorService> threads,
        Duration patience) {
    private static final int ATTEMPTS = 3;
    private static final int MIN_THREADS = 4;

    static Clients open(SqsConfig config) {
        Region region = region(config);
        AwsCredentialsProvider credentials = credentials(config.account());
        SdkAsyncHttpClient http = http(config, config.maxConnections());
        // Who consumes how much is their bound: each request holds one for as long as it waits.
        SdkAsyncHttpClient waiting = http(config, Integer.MAX_VALUE);
        RetryStrategy repeat = AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(ATTEMPTS)
                .build();
        RetryStrategy once = AwsRetryStrategy.doNotRetry();
        Duration attempt = config.requestTimeout().plus(config.pollWait());
        ExecutorService answers = Executors.newFixedThreadPool(
                Math.max(MIN_THREADS, Runtime.getRuntime().availableProcessors()), Clients::thread);
        ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(Clients::thread);
        Settings all = new Settings(region, credentials, http, answers, deadlines, attempt);
        Settings polls = new Settings(region, credentials, waiting, answers, deadlines, attempt);
        return new Clients(
                all.applyTo(SqsAsyncClient.builder(), config.endpoint(), repeat).build(),
                polls.applyTo(SqsAsyncClient.builder(), config.endpoint(), repeat)
                        .build(),
                all.applyTo(SnsAsyncClient.builder(), config.snsEndpoint(), repeat)
                        .build(),
                all.applyTo(SqsAsyncClient.builder(), config.endpoint(), once).build(),
                all.applyTo(SnsAsyncClient.builder(), config.snsEndpoint(), once)
                        .build(),
                List.of(http, waiting),
                List.of(answers, deadlines),
                attempt.multipliedBy(ATTEMPTS));
    }

    /** Waits for an answer; what failed is thrown as the SDK has made it. */
    <T> T await(CompletableFuture<T> answer) throws Exception {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw NativeFailures.unwrapped(e) instanceof Exception failure ? failure : e;
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
    }

    void close() {
        sqs.close();
        receiving.close();
        sns.close();
        sending.close();
        publishing.close();
        pools.forEach(SdkAsyncHttpClient::close);
        threads.forEach(ExecutorService::shutdown);
    }

    /** What all clients have in common. */
    private record Settings(
            Region region,
            AwsCredentialsProvider credentials,
            SdkAsyncHttpClient http,
            Executor answers,
            ScheduledExecutorService deadlines,
            Duration attempt) {
        <B extends AwsClientBuilder<B, ?> & AwsAsyncClientBuilder<B, ?>> B applyTo(
                B builder, @Nullable URI endpoint, RetryStrategy strategy) {
            builder.region(region)
                    .credentialsProvider(credentials)
                    .httpClient(http)
                    .asyncConfiguration(async ->
                            async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, answers))
                    .overrideConfiguration(override -> override.retryStrategy(strategy)
                            .scheduledExecutorService(deadlines)
                            .apiCallAttemptTimeout(attempt));
            if (endpoint != null) {
                builder.endpointOverride(endpoint);
            }
            return builder;
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "crossdock-sqs");
        thread.setDaemon(true);
        return thread;
    }

    private static SdkAsyncHttpClient http(SqsConfig config, int connections) {
        NettyNioAsyncHttpClient.Builder builder = NettyNioAsyncHttpClient.builder()
                .maxConcurrency(connections)
                .connectionTimeout(config.connectionTimeout())
                .connectionAcquisitionTimeout(config.requestTimeout())
                .readTimeout(config.requestTimeout().plus(config.pollWait()))
                .tcpKeepAlive(true);
        TlsStores tls = config.tls();
        builder.tlsTrustManagersProvider(tls::trustManagers);
        if (tls.hasCertificate()) {
            builder.tlsKeyManagersProvider(tls::keyManagers);
        }
        return builder.build();
    }

    private static Region region(SqsConfig config) {
        if (!config.region().isEmpty()) {
            return Region.of(config.region());
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException e) {
            throw new MessagingException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "At crossdock.sqs.region wanted a region such as eu-central-1, found nothing there, in AWS_REGION, in"
                            + " the profile or from the machine",
                    e);
        }
    }

    private static AwsCredentialsProvider credentials(SqsConfig.@Nullable Account account) {
        return account == null ? DefaultCredentialsProvider.builder().build() : new GivenAccount(account);
    }
}
