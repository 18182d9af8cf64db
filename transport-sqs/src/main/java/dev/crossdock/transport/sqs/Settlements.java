package dev.crossdock.transport.sqs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;

/**
 * Tells SQS what was decided, ten at a time. Acceptances that make no full batch wait for others while a batch is under
 * way, and otherwise for the next call of the receiver, which follows at once. What SQS does not call done is tried again.
 * The receiver's thread's, but for answers.
 */
final class Settlements {
    private static final int MAX_BATCH = 10;
    private static final int ATTEMPTS = 3;
    private static final long PATIENCE = Duration.ofMillis(3).toNanos();

    private final Clients clients;
    private final String url;
    private final Consumer<SqsDelivery> onLost;
    private final Runnable onDeleted;
    private final UnderWay underWay;
    private final List<SqsDelivery> accepted = new ArrayList<>();
    private final AtomicInteger deletions = new AtomicInteger();
    private long acceptedSince;

    /**
     * Begins with nothing to tell.
     *
     * @param onLost is told what could not be settled
     * @param onDeleted is run when a batch of deletions has its answer, by any thread
     * @param underWay counts what has no answer
     */
    Settlements(Clients clients, String url, Consumer<SqsDelivery> onLost, Runnable onDeleted, UnderWay underWay) {
        this.clients = clients;
        this.url = url;
        this.onLost = onLost;
        this.onDeleted = onDeleted;
        this.underWay = underWay;
    }

    /** This one is done. */
    void delete(SqsDelivery delivery) {
        if (accepted.isEmpty()) {
            acceptedSince = System.nanoTime();
        }
        accepted.add(delivery);
        if (accepted.size() == MAX_BATCH) {
            flush();
        }
    }

    /** These are done; from any thread. */
    void deleteNow(List<SqsDelivery> deliveries) {
        delete(deliveries, 1);
    }

    /** Tells what waits to be told, unless it is worth waiting for more of it. */
    void flushIfDue() {
        if (!accepted.isEmpty() && (deletions.get() == 0 || System.nanoTime() - acceptedSince >= PATIENCE)) {
            flush();
        }
    }

    /** How long until {@link #flushIfDue} has something to do, at most so long. */
    long untilDue(long nanos) {
        return accepted.isEmpty() ? nanos : Math.min(nanos, PATIENCE);
    }

    void flush() {
        if (!accepted.isEmpty()) {
            delete(List.copyOf(accepted), 1);
            accepted.clear();
        }
    }

    /**
     * Hides these for so many seconds from now, 0 for none. Of one that is being renewed the answer is waited for: the
     * renewal may be repeated on its way, and would undo this.
     */
    void hide(List<SqsDelivery> deliveries, int seconds) {
        underWay.begin();
        List<SqsDelivery> atOnce = new ArrayList<>(deliveries.size());
        for (SqsDelivery delivery : deliveries) {
            underWay.begin();
            boolean later = delivery.afterRenewal(() -> {
                hide(List.of(delivery), seconds, 1);
                underWay.end();
            });
            if (!later) {
                atOnce.add(delivery);
                underWay.end();
            }
        }
        batches(atOnce).forEach(batch -> hide(batch, seconds, 1));
        underWay.end();
    }

    /** Hides these for so many seconds from now. What fails on the other side stays as it is until the next renewal. */
    void renew(
            List<SqsDelivery> deliveries, int seconds, Consumer<SqsDelivery> onDone, Consumer<SqsDelivery> onRefused) {
        for (List<SqsDelivery> batch : batches(deliveries)) {
            batch.forEach(SqsDelivery::beginRenewal);
            change(batch, seconds, answer -> {
                try {
                    BatchAnswer.of(batch, done(answer)).forEach(onDone);
                    BatchAnswer.of(batch, refused(answer)).forEach(onRefused);
                } finally {
                    batch.forEach(SqsDelivery::endRenewal);
                }
            });
        }
    }

    private void hide(List<SqsDelivery> deliveries, int seconds, int attempt) {
        change(deliveries, seconds, answer -> {
            List<SqsDelivery> failed = BatchAnswer.without(deliveries, done(answer));
            if (!failed.isEmpty() && attempt < ATTEMPTS) {
                hide(failed, seconds, attempt + 1);
            } else {
                failed.forEach(onLost);
            }
        });
    }

    private void delete(List<SqsDelivery> deliveries, int attempt) {
        List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>(deliveries.size());
        for (int i = 0; i < deliveries.size(); i++) {
            entries.add(DeleteMessageBatchRequestEntry.builder()
                    .id(Integer.toString(i))
                    .receiptHandle(deliveries.get(i).receipt)
                    .build());
        }
        deletions.incrementAndGet();
        call(
                () -> clients.sqs()
                        .deleteMessageBatch(request -> request.queueUrl(url).entries(entries)),
                answer -> {
                    deletions.decrementAndGet();
                    List<SqsDelivery> failed = answer == null
                            ? deliveries
                            : BatchAnswer.without(
                                    deliveries,
                                    answer.successful().stream()
                                            .map(DeleteMessageBatchResultEntry::id)
                                            .toList());
                    if (!failed.isEmpty() && attempt < ATTEMPTS) {
                        delete(failed, attempt + 1);
                    } else {
                        failed.forEach(onLost);
                    }
                    onDeleted.run();
                });
    }

    private void change(
            List<SqsDelivery> deliveries, int seconds, Consumer<@Nullable ChangeMessageVisibilityBatchResponse> then) {
        List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>(deliveries.size());
        for (int i = 0; i < deliveries.size(); i++) {
            entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                    .id(Integer.toString(i))
                    .receiptHandle(deliveries.get(i).receipt)
                    .visibilityTimeout(seconds)
                    .build());
        }
        call(
                () -> clients.sqs()
                        .changeMessageVisibilityBatch(
                                request -> request.queueUrl(url).entries(entries)),
                then);
    }

    /** @param then is given the answer, {@code null} if there was none */
    private <T> void call(Supplier<CompletableFuture<T>> request, Consumer<@Nullable T> then) {
        underWay.begin();
        var unused = begun(request).whenComplete((answer, thrown) -> {
            try {
                then.accept(answer);
            } finally {
                underWay.end();
            }
        });
    }

    /** A client that was closed throws; settling does not. */
    private static <T> CompletableFuture<T> begun(Supplier<CompletableFuture<T>> request) {
        try {
            return request.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static List<String> done(@Nullable ChangeMessageVisibilityBatchResponse answer) {
        return answer == null
                ? List.of()
                : answer.successful().stream()
                        .map(ChangeMessageVisibilityBatchResultEntry::id)
                        .toList();
    }

    /** What cannot be changed, because it is somebody else's by now. */
    private static List<String> refused(@Nullable ChangeMessageVisibilityBatchResponse answer) {
        return answer == null
                ? List.of()
                : answer.failed().stream()
                        .filter(entry -> Boolean.TRUE.equals(entry.senderFault()))
                        .map(BatchResultErrorEntry::id)
                        .toList();
    }

    private static List<List<SqsDelivery>> batches(List<SqsDelivery> deliveries) {
        List<List<SqsDelivery>> batches = new ArrayList<>(1 + deliveries.size() / MAX_BATCH);
        for (int from = 0; from < deliveries.size(); from += MAX_BATCH) {
            batches.add(List.copyOf(deliveries.subList(from, Math.min(deliveries.size(), from + MAX_BATCH))));
        }
        return batches;
    }
}
