package dev.crossdock.conformance.sqs;

import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Looks into a queue where nobody shows it: takes its messages and gives them back.
 *
 * <p>This disturbs: each message has been received once more, which counts as an attempt of whoever gets it next, and
 * nobody else gets it meanwhile. Messages on loan or delayed are not seen, and of a message group no more than SQS gives
 * at a time. So it is for queues that nobody reads, of messages that nobody will count.
 */
final class Borrowing {
    private static final int MOST = 10;
    // Long enough to come through the queue without meeting a message twice, and to be given back.
    private static final Duration LOAN = Duration.ofSeconds(30);
    // A long poll asks all machines, a short one only some. What SNS has confirmed a moment ago comes in this time.
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final SqsAsyncClient sqs;

    Borrowing(SqsAsyncClient sqs) {
        this.sqs = sqs;
    }

    List<WireMessage> peek(String url) {
        Map<String, Message> seen = new LinkedHashMap<>();
        try {
            boolean more = true;
            while (more) {
                int before = seen.size();
                receive(url).forEach(message -> seen.put(message.messageId(), message));
                more = seen.size() > before;
            }
        } finally {
            giveBack(url, List.copyOf(seen.values()));
        }
        return seen.values().stream()
                .sorted(Comparator.comparingLong(Borrowing::sentAt))
                .map(Borrowing::read)
                .toList();
    }

    private List<Message> receive(String url) {
        return sqs.receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(MOST)
                        .waitTimeSeconds((int) WAIT.toSeconds())
                        .visibilityTimeout((int) LOAN.toSeconds())
                        .messageAttributeNames("All")
                        .messageSystemAttributeNames(MessageSystemAttributeName.SENT_TIMESTAMP))
                .join()
                .messages();
    }

    private void giveBack(String url, List<Message> messages) {
        for (int from = 0; from < messages.size(); from += MOST) {
            List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
            for (Message message : messages.subList(from, Math.min(messages.size(), from + MOST))) {
                entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id("m" + entries.size())
                        .receiptHandle(message.receiptHandle())
                        .visibilityTimeout(0)
                        .build());
            }
            var failed = sqs.changeMessageVisibilityBatch(
                            request -> request.queueUrl(url).entries(entries))
                    .join()
                    .failed();
            if (!failed.isEmpty()) {
                throw new IllegalStateException("wanted to give back what was looked at in " + url + ", found "
                        + failed.get(0).code() + " " + failed.get(0).message());
            }
        }
    }

    private static long sentAt(Message message) {
        return Long.parseLong(message.attributes().getOrDefault(MessageSystemAttributeName.SENT_TIMESTAMP, "0"));
    }

    private static WireMessage read(Message message) {
        Map<String, String> attributes = new LinkedHashMap<>();
        message.messageAttributes().forEach((name, value) -> attributes.put(name, String.valueOf(value.stringValue())));
        return WitnessedMessage.read(message.body(), attributes);
    }
}
