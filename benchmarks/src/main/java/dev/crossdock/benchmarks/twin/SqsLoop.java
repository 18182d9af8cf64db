package dev.crossdock.benchmarks.twin;

import dev.crossdock.benchmarks.subject.Handler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** One consumer of a queue: requests for ten messages ahead of the handler, and deletions of ten behind it. */
final class SqsLoop {
    private static final int MOST = 10;
    private static final int MOST_REQUESTS = 8;

    private final SqsAsyncClient sqs;
    private final String queue;
    private final Handler handler;
    private final int ahead;
    private final BlockingQueue<CompletableFuture<ReceiveMessageResponse>> answered = new LinkedBlockingQueue<>();
    private final Deque<CompletableFuture<DeleteMessageBatchResponse>> deletions = new ArrayDeque<>();

    SqsLoop(SqsAsyncClient sqs, String queue, int prefetch, Handler handler) {
        this.sqs = sqs;
        this.queue = queue;
        this.handler = handler;
        this.ahead = Math.max(1, Math.min(MOST_REQUESTS, prefetch / MOST));
    }

    void run(BooleanSupplier running) throws InterruptedException {
        int underWay = 0;
        while (running.getAsBoolean() || underWay > 0) {
            for (; running.getAsBoolean() && underWay < ahead; underWay++) {
                ask();
            }
            // Whichever is answered first: one that waits for messages must not keep those of the others.
            List<Message> messages = answered.take().join().messages();
            underWay--;
            for (Message message : messages) {
                handler.handle(Base64.getDecoder().decode(message.body()));
            }
            delete(messages);
        }
        deletions.forEach(CompletableFuture::join);
    }

    private void ask() {
        CompletableFuture<ReceiveMessageResponse> answer = sqs.receiveMessage(request -> request.queueUrl(queue)
                .maxNumberOfMessages(MOST)
                .waitTimeSeconds(1)
                .messageAttributeNames("All"));
        var unused = answer.whenComplete((messages, failure) -> answered.add(answer));
    }

    private void delete(List<Message> messages) {
        if (messages.isEmpty()) {
            return;
        }
        List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
        for (Message message : messages) {
            entries.add(DeleteMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(message.receiptHandle())
                    .build());
        }
        deletions.add(sqs.deleteMessageBatch(request -> request.queueUrl(queue).entries(entries)));
        while (!deletions.isEmpty() && deletions.element().isDone()) {
            deletions.remove().join();
        }
    }
}
