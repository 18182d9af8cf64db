package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way to one target, in batches. Nobody waits for a batch to fill: what comes while nothing is under way
 * leaves at once, and what comes meanwhile makes the next batch. Full batches leave beside others, but of each group only one
 * at a time, so that it keeps its order.
 * Thread-safe; its lock is taken once per call and batch.
 */
final class SendLane {
    private final Target target;
    /** How many batches may be unanswered. */
    private static final int MAX_UNDER_WAY = 16;

    /** How far to look for what may leave behind what may not. */
    private static final int MAX_LOOK = 200;

    private final int maxBytes;
    private final BiConsumer<SendLane, Throwable> onFailure;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Parcel> waiting = new ArrayDeque<>();
    private final Set<List<Parcel>> underWay = new HashSet<>();
    private final Set<String> groupsUnderWay = new HashSet<>();
    private @Nullable Throwable closedBecause;

    /**
     * A lane that is empty.
     *
     * @param maxBytes of a batch
     * @param onFailure is told by which lane a whole batch was sent that has failed, and why
     */
    SendLane(Target target, int maxBytes, BiConsumer<SendLane, Throwable> onFailure) {
        this.target = target;
        this.maxBytes = maxBytes;
        this.onFailure = onFailure;
    }

    /** Sends these, after all that were added before. */
    void add(List<Parcel> parcels) {
        Throwable refused;
        lock.lock();
        try {
            refused = closedBecause;
            if (refused == null) {
                waiting.addAll(parcels);
            }
        } finally {
            lock.unlock();
        }
        if (refused == null) {
            sendOn();
        } else {
            parcels.forEach(parcel -> parcel.listener().rejected(parcel.index(), refused));
        }
    }

    /** Refuses what has not left, because this connection ends. */
    void close() {
        close(closedError());
    }

    /** Refuses what has not left, and whatever comes. */
    void close(Throwable reason) {
        List<Parcel> unsent;
        lock.lock();
        try {
            closedBecause = reason;
            unsent = List.copyOf(waiting);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        unsent.forEach(parcel -> parcel.listener().rejected(parcel.index(), reason));
    }

    /** The client is gone: what has left and has no answer gets none any more. */
    void abandon() {
        List<List<Parcel>> unanswered;
        lock.lock();
        try {
            unanswered = List.copyOf(underWay);
            underWay.clear();
        } finally {
            lock.unlock();
        }
        unanswered.forEach(batch -> answer(batch, null, closedError()));
    }

    private void sendOn() {
        for (List<Parcel> batch = next(); batch != null; batch = next()) {
            List<Parcel> sent = batch;
            CompletableFuture<Map<Integer, Target.Failed>> answer = send(batch);
            if (answer.isDone()) {
                // Failed before it left, as a rule. Not by way of a callback, which would call itself for each batch.
                var unused = answer.whenComplete((failed, failure) -> conclude(sent, failed, failure));
            } else {
                var unused = answer.whenComplete((failed, failure) -> {
                    conclude(sent, failed, failure);
                    sendOn();
                });
            }
        }
    }

    private CompletableFuture<Map<Integer, Target.Failed>> send(List<Parcel> batch) {
        try {
            return target.send(batch);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private @Nullable List<Parcel> next() {
        lock.lock();
        try {
            boolean may = underWay.isEmpty()
                    ? !waiting.isEmpty()
                    : underWay.size() < MAX_UNDER_WAY && waiting.size() >= Target.MAX_BATCH;
            if (!may) {
                return null;
            }
            List<Parcel> batch = choose();
            if (batch.isEmpty()) {
                return null;
            }
            for (Parcel parcel : batch) {
                if (parcel.group() != null) {
                    groupsUnderWay.add(parcel.group());
                }
            }
            underWay.add(batch);
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private List<Parcel> choose() {
        List<Parcel> batch = new Batch();
        int bytes = 0;
        Iterator<Parcel> each = waiting.iterator();
        for (int looked = 0; looked < MAX_LOOK && batch.size() < Target.MAX_BATCH && each.hasNext(); looked++) {
            Parcel parcel = each.next();
            if (parcel.group() == null || !groupsUnderWay.contains(parcel.group())) {
                bytes += parcel.content().size();
                if (!batch.isEmpty() && bytes > maxBytes) {
                    break;
                }
                batch.add(parcel);
                each.remove();
            }
        }
        return batch;
    }

    private void conclude(
            List<Parcel> batch, @Nullable Map<Integer, Target.Failed> failed, @Nullable Throwable failure) {
        boolean ours;
        lock.lock();
        try {
            ours = underWay.remove(batch);
            batch.forEach(parcel -> groupsUnderWay.remove(parcel.group()));
        } finally {
            lock.unlock();
        }
        if (ours) {
            answer(batch, failed, failure);
        }
        if (failure != null) {
            onFailure.accept(this, failure);
        }
    }

    private static void answer(
            List<Parcel> batch, @Nullable Map<Integer, Target.Failed> failed, @Nullable Throwable failure) {
        boolean rejected =
                failure != null && !(failure instanceof MessagingException) && NativeFailures.rejects(failure);
        for (int i = 0; i < batch.size(); i++) {
            Parcel parcel = batch.get(i);
            Target.Failed own = failed == null ? null : failed.get(i);
            if (failure != null && !rejected) {
                parcel.listener().unknown(parcel.index(), NativeFailures.unwrapped(failure));
            } else if (failure != null) {
                parcel.listener().rejected(parcel.index(), NativeFailures.unwrapped(failure));
            } else if (own == null) {
                parcel.listener().confirmed(parcel.index());
            } else if (own.rejected()) {
                parcel.listener().rejected(parcel.index(), own.reason());
            } else {
                parcel.listener().unknown(parcel.index(), own.reason());
            }
        }
    }

    private static MessagingException closedError() {
        return new MessagingException(ErrorCode.CLOSED, "Wanted to send, found that this connection to SQS was closed");
    }

    /** Told apart by identity: two batches are never the same. */
    private static final class Batch extends ArrayList<Parcel> {
        private static final long serialVersionUID = 1;

        Batch() {
            super(Target.MAX_BATCH);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
