package dev.crossdock.transport.sqs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;

/**
 * Tells SQS what was decided, ten at a time. Acceptances that make no full batch wait for others while a batch is under
 * way, and otherwise for the next call of the receiver, which follows at once. The receiver's thread's, but for answers.
 */
final class Settlements {
    private static final int MAX_BATCH = 10;
    private static final int ATTEMPTS = 3;
    private static final long PATIENCE = Duration.ofMillis(3).toNanos();

    private final Clients clients;
    private final String url;
    private final Consumer<SqsDelivery> onLost;
    private final Runnable onDeleted;
    private final List<SqsDelivery> accepted = new ArrayList<>();
    private final AtomicInteger deletions = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private long acceptedSince;
    private volatile @Nullable Thread awaiting;

    /**
     * Begins with nothing to tell.
     *
     * @param onLost is told what could not be deleted
     * @param onDeleted is run when a batch of deletions has its answer, by any thread
     */
    Settlements(Clients clients, String url, Consumer<SqsDelivery> onLost, Runnable onDeleted) {
        this.clients = clients;
        this.url = url;
        this.onLost = onLost;
        this.onDeleted = onDeleted;
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

    /** Hides these for so many seconds from now, 0 for none. */
    void hide(
            List<SqsDelivery> deliveries, int seconds, Consumer<SqsDelivery> onDone, Consumer<SqsDelivery> onRefused) {
        for (int from = 0; from < deliveries.size(); from += MAX_BATCH) {
            hideBatch(
                    List.copyOf(deliveries.subList(from, Math.min(deliveries.size(), from + MAX_BATCH))),
                    seconds,
                    onDone,
                    onRefused);
        }
    }

    /** Something that has to end before {@link #await} returns. */
    void begin() {
        underWay.incrementAndGet();
    }

    /** Its end. */
    void end() {
        underWay.decrementAndGet();
        Thread thread = awaiting;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** Waits until SQS has answered everything, or for so long. */
    void await(Duration limit) {
        flush();
        long end = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        awaiting = Thread.currentThread();
        for (long left = limit.toNanos(); underWay.get() > 0 && left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
            interrupted |= Thread.interrupted();
        }
        awaiting = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
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
                (answer, thrown) -> {
                    deletions.decrementAndGet();
                    Set<Integer> failed = answer == null ? all(deliveries) : failed(answer.failed());
                    if (!failed.isEmpty()) {
                        again(pick(deliveries, failed), attempt);
                    }
                    onDeleted.run();
                });
    }

    private void again(List<SqsDelivery> failed, int attempt) {
        if (attempt < ATTEMPTS) {
            delete(failed, attempt + 1);
        } else {
            failed.forEach(onLost);
        }
    }

    private void hideBatch(
            List<SqsDelivery> deliveries, int seconds, Consumer<SqsDelivery> onDone, Consumer<SqsDelivery> onRefused) {
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
                (answer, thrown) -> {
                    if (answer == null) {
                        // No answer is no refusal: the loan ends by itself unless the next request is heard.
                        return;
                    }
                    Set<Integer> failed = failed(answer.failed());
                    for (int i = 0; i < deliveries.size(); i++) {
                        (failed.contains(i) ? onRefused : onDone).accept(deliveries.get(i));
                    }
                });
    }

    private <T> void call(Supplier<CompletableFuture<T>> request, BiConsumer<@Nullable T, @Nullable Throwable> then) {
        begin();
        var unused = begun(request).whenComplete((answer, thrown) -> {
            try {
                then.accept(answer, thrown);
            } finally {
                end();
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

    private static Set<Integer> all(List<SqsDelivery> deliveries) {
        Set<Integer> all = new HashSet<>();
        for (int i = 0; i < deliveries.size(); i++) {
            all.add(i);
        }
        return all;
    }

    private static Set<Integer> failed(List<BatchResultErrorEntry> entries) {
        if (entries.isEmpty()) {
            return Set.of();
        }
        Set<Integer> failed = new HashSet<>();
        entries.forEach(entry -> failed.add(Integer.valueOf(entry.id())));
        return failed;
    }

    private static List<SqsDelivery> pick(List<SqsDelivery> deliveries, Set<Integer> indexes) {
        List<SqsDelivery> picked = new ArrayList<>(indexes.size());
        indexes.forEach(index -> picked.add(deliveries.get(index)));
        return picked;
    }
}
