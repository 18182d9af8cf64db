package dev.crossdock.conformance.sqs;

import dev.crossdock.conformance.BrokerWitness;
import dev.crossdock.conformance.ForeignMessage;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.ListTopicsResponse;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Looks at the broker with the bare client. */
final class SqsWitness implements BrokerWitness {
    private final SqsServer server;
    private final WitnessedNames names;
    private static final int AT_A_TIME = 20;

    private final boolean fifo;
    private final SqsAsyncClient sqs;
    private final SnsAsyncClient sns;

    SqsWitness(SqsServer server, boolean fifo) {
        this.server = server;
        this.names = new WitnessedNames(server.namePrefix());
        this.fifo = fifo;
        this.sqs = server.clients().sqs();
        this.sns = server.clients().sns();
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
        String url = url(queue);
        return url == null ? List.of() : server.peek(url);
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
    public void publishHostile(String topic, List<ForeignMessage> messages) {
        String arn = arn(topic);
        for (int from = 0; from < messages.size(); from += AT_A_TIME) {
            CompletableFuture<?>[] sent = messages.subList(from, Math.min(messages.size(), from + AT_A_TIME)).stream()
                    .map(message -> sns.publish(request -> request.topicArn(arn)
                            .message(new String(message.body(), StandardCharsets.UTF_8))
                            .messageAttributes(attributes(message))
                            .messageGroupId(fifo ? "foreign" : null)
                            .messageDeduplicationId(fifo ? UUID.randomUUID().toString() : null)))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(sent).join();
        }
    }

    /** Ten at most, of names and texts that are allowed; what is no such text is binary, and nothing may be empty. */
    private static Map<String, MessageAttributeValue> attributes(ForeignMessage message) {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        message.headers().forEach((name, value) -> {
            boolean printable = true;
            for (byte b : value) {
                printable &= b >= ' ' && b < 0x7F;
            }
            if (value.length > 0 && name.matches("[A-Za-z0-9_-]+")) {
                MessageAttributeValue.Builder attribute = MessageAttributeValue.builder();
                attributes.put(
                        name,
                        printable
                                ? attribute
                                        .dataType("String")
                                        .stringValue(new String(value, StandardCharsets.US_ASCII))
                                        .build()
                                : attribute
                                        .dataType("Binary")
                                        .binaryValue(SdkBytes.fromByteArray(value))
                                        .build());
            }
        });
        return attributes;
    }

    @Override
    public void buryForeign(Address.DeadLetters queue, byte[] body) {
        String url = url(queue);
        sqs.sendMessage(request -> request.queueUrl(url).messageBody(new String(body, StandardCharsets.UTF_8)))
                .join();
    }

    @Override
    public byte[] foreignBody(byte[] body) {
        return HexFormat.of().formatHex(body).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void remove(Address.Queue queue) {
        String url = url(queue);
        sqs.deleteQueue(request -> request.queueUrl(url)).join();
    }

    @Override
    public Set<Address> topology(String topic) {
        return server.reliably(() -> listed(topic));
    }

    private Set<Address> listed(String topic) {
        Set<Address> found = new HashSet<>();
        if (arn(topic) != null) {
            found.add(new Address.Topic(topic));
        }
        String next = null;
        do {
            String page = next;
            ListQueuesResponse some = sqs.listQueues(request -> request.queueNamePrefix(names.queuesOf(topic))
                            .maxResults(1_000)
                            .nextToken(page))
                    .join();
            for (String url : some.queueUrls()) {
                Address address = names.read(fullName(url));
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
        return server.connections();
    }

    /** SQS knows no consumers; seen is whether anybody asks for messages. */
    @Override
    public int receivers(Address.Queue queue) {
        String url = url(queue);
        return url != null && server.isPolled(url) ? 1 : 0;
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
        return url == null ? 0 : server.reliably(() -> counted(url, attributes));
    }

    private long counted(String url, QueueAttributeName... attributes) {
        return sqs
                .getQueueAttributes(request -> request.queueUrl(url).attributeNames(attributes))
                .join()
                .attributes()
                .values()
                .stream()
                .mapToLong(Long::parseLong)
                .sum();
    }

    private @Nullable String url(Address.Queue queue) {
        String name = names.queue(queue);
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
        String end = ":" + names.topic(topic) + (fifo ? ".fifo" : "");
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
}
