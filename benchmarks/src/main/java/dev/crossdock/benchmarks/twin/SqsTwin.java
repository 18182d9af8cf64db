package dev.crossdock.benchmarks.twin;

import dev.crossdock.benchmarks.subject.Handler;
import dev.crossdock.benchmarks.subject.Load;
import dev.crossdock.benchmarks.subject.Subject;
import dev.crossdock.benchmarks.subject.Work;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * AWS's own asynchronous clients: an SNS topic with an SQS queue behind it, batches of ten both ways; FIFO, with the key as
 * message group, if there is an order to keep.
 */
final class SqsTwin implements Subject {
    private final Work work;
    private final SdkAsyncHttpClient http;
    private final SnsAsyncClient sns;
    private final SqsAsyncClient sqs;
    private final String topic;
    private final String queue;

    SqsTwin(String address, Work work) {
        this.work = work;
        this.http = NettyNioAsyncHttpClient.builder().maxConcurrency(128).build();
        URI endpoint = URI.create("http://" + address);
        this.sns = with(SnsAsyncClient.builder(), endpoint);
        this.sqs = with(SqsAsyncClient.builder(), endpoint);
        String name = work.topic() + (work.ordered() ? ".fifo" : "");
        Map<String, String> ofTopic = work.ordered() ? Map.of("FifoTopic", "true") : Map.of();
        Map<QueueAttributeName, String> ofQueue = new HashMap<>();
        if (work.ordered()) {
            ofQueue.put(QueueAttributeName.FIFO_QUEUE, "true");
        }
        this.topic = sns.createTopic(request -> request.name(name).attributes(ofTopic))
                .join()
                .topicArn();
        this.queue = sqs.createQueue(request -> request.queueName(name).attributes(ofQueue))
                .join()
                .queueUrl();
        String arn = sqs.getQueueAttributes(
                        request -> request.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
                .join()
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        sns.subscribe(request -> request.topicArn(topic)
                        .protocol("sqs")
                        .endpoint(arn)
                        .attributes(Map.of("RawMessageDelivery", "true")))
                .join();
    }

    @Override
    public void publish(Load load) throws InterruptedException {
        SqsBatches batches = new SqsBatches(sns, topic, work);
        while (load.next()) {
            batches.add(load.body(), load.key());
        }
        batches.awaitAll();
    }

    @Override
    public Consuming consume(Handler handler) {
        return Loops.start(work.consumers(), running -> new SqsLoop(sqs, queue, work.share(), handler).run(running));
    }

    @Override
    public void close() {
        sns.close();
        sqs.close();
        http.close();
    }

    private <B extends AwsClientBuilder<B, C> & AwsAsyncClientBuilder<B, C>, C> C with(B builder, URI endpoint) {
        return builder.region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("twin", "twin")))
                .httpClient(http)
                .endpointOverride(endpoint)
                .build();
    }
}
