package dev.crossdock.conformance.sqs;

import dev.crossdock.conformance.BrokerWitness;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.ListTopicsResponse;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Looks at the broker with the bare client, and at messages where the stand-in shows them without giving them. */
final class SqsWitness implements BrokerWitness {
    /** Longer than anybody who reads a queue goes without asking. */
    private static final Duration POLLED = Duration.ofMillis(2_500);

    private final SqsBroker broker;
    private final boolean fifo;
    private final SqsAsyncClient sqs;
    private final SnsAsyncClient sns;
    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();

    SqsWitness(SqsBroker broker, boolean fifo) {
        this.broker = broker;
        this.fifo = fifo;
        var credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create(SqsBroker.ACCESS_KEY, SqsBroker.SECRET));
        Region region = Region.of(SqsBroker.REGION);
        this.sqs = SqsAsyncClient.builder()
                .endpointOverride(broker.direct())
                .region(region)
                .credentialsProvider(credentials)
                .build();
        this.sns = SnsAsyncClient.builder()
                .endpointOverride(broker.direct())
                .region(region)
                .credentialsProvider(credentials)
                .build();
    }

    @Override
    public long depth(Address.Queue queue) {
        return count(
                queue,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);
    }

    @Override
    public long unsettled(Address.Queue queue) {
        return count(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    }

    @Override
    public List<WireMessage> peek(Address.Queue queue) {
        List<WireMessage> seen = new ArrayList<>();
        String url = url(queue);
        if (url != null) {
            JsonNode messages = inspect(url.substring(url.lastIndexOf('/') + 1)).get("messages");
            messages.get("ready").forEach(message -> seen.add(read(message)));
            messages.get("delayed").forEach(message -> seen.add(read(message)));
            messages.get("inflight").forEach(entry -> seen.add(read(entry.get("message"))));
        }
        return seen;
    }

    @Override
    public void publishForeign(String topic, byte[] body) {
        String arn = arn(topic);
        sns.publish(request -> request.topicArn(arn)
                        .message(new String(body, StandardCharsets.UTF_8))
                        .messageGroupId(fifo ? "foreign" : null)
                        .messageDeduplicationId(fifo ? UUID.randomUUID().toString() : null))
                .join();
    }

    @Override
    public byte[] foreignBody(byte[] body) {
        return HexFormat.of().formatHex(body).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Set<Address> topology(String topic) {
        Set<Address> found = new HashSet<>();
        if (arn(topic) != null) {
            found.add(new Address.Topic(topic));
        }
        String next = null;
        do {
            String page = next;
            ListQueuesResponse some = sqs.listQueues(request -> request.queueNamePrefix(WitnessedNames.queuesOf(topic))
                            .maxResults(1_000)
                            .nextToken(page))
                    .join();
            for (String url : some.queueUrls()) {
                Address address = WitnessedNames.read(fullName(url));
                if (address != null && WitnessedNames.topicOf(address).equals(topic)) {
                    found.add(address);
                }
            }
            next = some.nextToken();
        } while (next != null && !next.isEmpty());
        return found;
    }

    @Override
    public int connections() {
        return broker.front().connections();
    }

    /** SQS knows no consumers; seen is whether anybody asks for messages. */
    @Override
    public int receivers(Address.Queue queue) {
        String url = url(queue);
        return url != null && broker.front().isPolled(url.substring(url.lastIndexOf('/') + 1), POLLED) ? 1 : 0;
    }

    void close() {
        sqs.close();
        sns.close();
    }

    /** Of a name that was cut the queue says how it goes on. */
    private String fullName(String url) {
        String name = url.substring(url.lastIndexOf('/') + 1);
        return name.contains("-_h")
                ? sqs.listQueueTags(request -> request.queueUrl(url))
                        .join()
                        .tags()
                        .getOrDefault("crossdock-name", name)
                : name;
    }

    private long count(Address.Queue queue, QueueAttributeName... attributes) {
        String url = url(queue);
        return url == null
                ? 0
                : sqs
                        .getQueueAttributes(request -> request.queueUrl(url).attributeNames(attributes))
                        .join()
                        .attributes()
                        .values()
                        .stream()
                        .mapToLong(Long::parseLong)
                        .sum();
    }

    private @Nullable String url(Address.Queue queue) {
        String name = WitnessedNames.queue(queue);
        String ordered = fifo && queue instanceof Address.Inbox ? find(name + ".fifo") : null;
        return ordered != null ? ordered : find(name);
    }

    private @Nullable String find(String name) {
        try {
            return sqs.getQueueUrl(request -> request.queueName(name)).join().queueUrl();
        } catch (CompletionException e) {
            if (e.getCause() instanceof QueueDoesNotExistException) {
                return null;
            }
            throw e;
        }
    }

    private @Nullable String arn(String topic) {
        String end = ":" + WitnessedNames.topic(topic) + (fifo ? ".fifo" : "");
        String next = null;
        do {
            String page = next;
            ListTopicsResponse some =
                    sns.listTopics(request -> request.nextToken(page)).join();
            for (var found : some.topics()) {
                if (found.topicArn().endsWith(end)) {
                    return found.topicArn();
                }
            }
            next = some.nextToken();
        } while (next != null && !next.isEmpty());
        return null;
    }

    private JsonNode inspect(String queue) {
        try {
            URI uri = broker.direct().resolve("/_fauxqs/queues/" + queue);
            HttpResponse<String> answer =
                    http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            return json.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private WireMessage read(JsonNode message) {
        Map<String, String> headers = new LinkedHashMap<>();
        message.get("messageAttributes")
                .properties()
                .forEach(attribute -> headers.put(
                        attribute.getKey(),
                        attribute.getValue().get("StringValue").asString()));
        String packed = headers.remove("crossdock-headers");
        if (packed != null) {
            json.readTree(packed)
                    .properties()
                    .forEach(entry ->
                            headers.put(entry.getKey(), entry.getValue().asString()));
        }
        String key = headers.remove("$key");
        String marker = headers.remove("$body");
        String text = message.get("body").asString();
        byte[] body = "base64".equals(marker)
                ? Base64.getDecoder().decode(text)
                : "empty".equals(marker) ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        return new WireMessage(body, key, Headers.of(headers));
    }
}
