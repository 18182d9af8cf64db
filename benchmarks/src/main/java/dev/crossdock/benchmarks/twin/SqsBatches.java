package dev.crossdock.benchmarks.twin;

import dev.crossdock.benchmarks.subject.Labels;
import dev.crossdock.benchmarks.subject.Window;
import dev.crossdock.benchmarks.subject.Work;
import dev.crossdock.messaging.spi.WireHeaders;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;

/**
 * Publishes in batches of ten, and what fits into one request: a batch leaves when it is full, or when nothing is under way.
 * With order one batch at a time, because entries of two could be stored the other way round. One thread adds.
 */
final class SqsBatches {
    private static final int MOST = 10;
    private static final int MOST_BYTES = 200_000;
    private static final int UNDER_WAY = 64;

    private final SnsAsyncClient sns;
    private final String topic;
    private final boolean ordered;
    private final Window window;
    private final Window requests;
    private final AtomicInteger underWay = new AtomicInteger();
    private List<PublishBatchRequestEntry> batch = new ArrayList<>(MOST);
    private int bytes;

    SqsBatches(SnsAsyncClient sns, String topic, Work work) {
        this.sns = sns;
        this.topic = topic;
        this.ordered = work.ordered();
        this.window = new Window(work.inFlight());
        this.requests = new Window(ordered ? 1 : UNDER_WAY);
    }

    void add(byte[] body, @Nullable String key) throws InterruptedException {
        window.enter();
        String text = Base64.getEncoder().encodeToString(body);
        if (bytes + text.length() > MOST_BYTES) {
            send();
        }
        batch.add(entry(text, key));
        bytes += text.length();
        if (batch.size() == MOST || underWay.get() == 0) {
            send();
        }
    }

    void awaitAll() throws InterruptedException {
        send();
        window.awaitAll();
    }

    private void send() throws InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        requests.enter();
        List<PublishBatchRequestEntry> entries = batch;
        batch = new ArrayList<>(MOST);
        bytes = 0;
        underWay.incrementAndGet();
        var unused = sns.publishBatch(request -> request.topicArn(topic).publishBatchRequestEntries(entries))
                .whenComplete((answer, failure) -> {
                    underWay.decrementAndGet();
                    requests.answered(failure);
                    Throwable reason = failure != null || answer.failed().isEmpty()
                            ? failure
                            : new IllegalStateException(answer.failed().toString());
                    entries.forEach(entry -> window.answered(reason));
                });
    }

    private PublishBatchRequestEntry entry(String text, @Nullable String key) {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        attributes.put(Labels.ID, string(Labels.id()));
        attributes.put(Labels.PUBLISHED_AT, string(Labels.now()));
        attributes.put(WireHeaders.CONTENT_TYPE, string(Work.CONTENT_TYPE));
        if (key != null) {
            attributes.put(Labels.KEY, string(key));
        }
        PublishBatchRequestEntry.Builder entry = PublishBatchRequestEntry.builder()
                .id(Integer.toString(batch.size()))
                .message(text)
                .messageAttributes(attributes);
        if (ordered) {
            entry.messageGroupId(key).messageDeduplicationId(Labels.id());
        }
        return entry.build();
    }

    private static MessageAttributeValue string(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }
}
