package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** What takes batches of messages: a topic or a queue. Thread-safe. */
interface Target {
    /** The most entries that SNS and SQS take at a time. */
    int MAX_BATCH = 10;

    /** Whether messages need a group, within which they keep their order. */
    boolean fifo();

    /** Sends a batch, whose entries are told apart by their place; the answer says how each has failed that was not stored. */
    CompletableFuture<Map<Integer, Failed>> send(List<Parcel> batch);

    /** How one entry has failed. */
    record Failed(boolean rejected, MessagingException reason) {}

    /** A topic, as everybody publishes to it. */
    record OfTopic(SnsAsyncClient sns, String arn, boolean fifo, Tickets tickets) implements Target {
        @Override
        public CompletableFuture<Map<Integer, Failed>> send(List<Parcel> batch) {
            PublishBatchRequestEntry[] entries = new PublishBatchRequestEntry[batch.size()];
            for (int i = 0; i < entries.length; i++) {
                Parcel parcel = batch.get(i);
                Map<String, software.amazon.awssdk.services.sns.model.MessageAttributeValue> attributes =
                        new HashMap<>(8);
                parcel.content()
                        .attributes()
                        .forEach((name, value) -> attributes.put(
                                name,
                                software.amazon.awssdk.services.sns.model.MessageAttributeValue.builder()
                                        .dataType("String")
                                        .stringValue(value)
                                        .build()));
                entries[i] = PublishBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .message(parcel.content().body())
                        .messageAttributes(attributes)
                        .messageGroupId(parcel.group())
                        .messageDeduplicationId(fifo ? tickets.next() : null)
                        .build();
            }
            return sns.publishBatch(request -> request.topicArn(arn).publishBatchRequestEntries(entries))
                    .thenApply(answer -> {
                        Map<Integer, Failed> failed = untold(entries.length, "Wanted to publish to " + arn);
                        answer.successful().forEach(entry -> failed.remove(Integer.valueOf(entry.id())));
                        answer.failed()
                                .forEach(entry -> failed.put(
                                        Integer.valueOf(entry.id()),
                                        failed(
                                                "Wanted to publish to " + arn,
                                                entry.senderFault(),
                                                entry.code(),
                                                entry.message())));
                        return failed;
                    });
        }
    }

    /** A queue, to which messages are sent past its topic. */
    record OfQueue(SqsAsyncClient sqs, String url, boolean fifo, Tickets tickets) implements Target {
        @Override
        public CompletableFuture<Map<Integer, Failed>> send(List<Parcel> batch) {
            SendMessageBatchRequestEntry[] entries = new SendMessageBatchRequestEntry[batch.size()];
            for (int i = 0; i < entries.length; i++) {
                Parcel parcel = batch.get(i);
                Map<String, software.amazon.awssdk.services.sqs.model.MessageAttributeValue> attributes =
                        new HashMap<>(8);
                parcel.content()
                        .attributes()
                        .forEach((name, value) -> attributes.put(
                                name,
                                software.amazon.awssdk.services.sqs.model.MessageAttributeValue.builder()
                                        .dataType("String")
                                        .stringValue(value)
                                        .build()));
                entries[i] = SendMessageBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .messageBody(parcel.content().body())
                        .messageAttributes(attributes)
                        .messageGroupId(parcel.group())
                        .messageDeduplicationId(fifo ? tickets.next() : null)
                        .delaySeconds(parcel.delaySeconds() > 0 ? parcel.delaySeconds() : null)
                        .build();
            }
            return sqs.sendMessageBatch(request -> request.queueUrl(url).entries(entries))
                    .thenApply(answer -> {
                        Map<Integer, Failed> failed = untold(entries.length, "Wanted to send to " + url);
                        answer.successful().forEach(entry -> failed.remove(Integer.valueOf(entry.id())));
                        answer.failed()
                                .forEach(entry -> failed.put(
                                        Integer.valueOf(entry.id()),
                                        failed(
                                                "Wanted to send to " + url,
                                                entry.senderFault(),
                                                entry.code(),
                                                entry.message())));
                        return failed;
                    });
        }
    }

    /** All of a batch, as they are until the answer names them. */
    private static Map<Integer, Failed> untold(int entries, String wanted) {
        Failed untold = new Failed(
                false,
                new MessagingException(
                        ErrorCode.UNAVAILABLE, wanted + ", found an answer that does not say whether it was stored"));
        Map<Integer, Failed> all = new HashMap<>();
        for (int i = 0; i < entries; i++) {
            all.put(i, untold);
        }
        return all;
    }

    private static Failed failed(
            String wanted, @Nullable Boolean senderFault, @Nullable String code, @Nullable String text) {
        return new Failed(
                Boolean.TRUE.equals(senderFault),
                NativeFailures.ofEntry(wanted, code == null ? "no reason" : code, text == null ? "" : text));
    }
}
