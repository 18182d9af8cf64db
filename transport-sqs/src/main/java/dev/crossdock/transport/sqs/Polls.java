package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/**
 * Requests for messages that are under way, and what they have brought. A request that was begun is never cancelled: SQS
 * may have answered it already, and would hide what it has sent. There are never more messages asked for than there is room.
 *
 * <p>A queue that is quiet has one request. Each that comes back full allows one more, up to a bound; one that comes back
 * empty ends that.
 */
final class Polls {
    private static final int MAX_BATCH = 10;
    private static final int MAX_REQUESTS = 32;

    private final Clients clients;
    private final Directory.Found queue;
    private final String name;
    private final int waitSeconds;
    private final int visibilitySeconds;
    private final Queue<SqsDelivery> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicInteger expected = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger allowed = new AtomicInteger(1);
    private final Setbacks setbacks;
    private volatile @Nullable Thread waiting;
    private volatile @Nullable Throwable failure;
    private volatile boolean woken;
    private volatile int wanted;
    private volatile @Nullable Runnable onStray;
    private volatile @Nullable Runnable onCalm;

    /**
     * Begins without any.
     *
     * @param patience how long it may go on without an answer before it has failed
     */
    Polls(
            Clients clients,
            Directory.Found queue,
            String name,
            Duration wait,
            int visibilitySeconds,
            Duration patience) {
        this.clients = clients;
        this.queue = queue;
        this.name = name;
        this.waitSeconds = (int) wait.toSeconds();
        this.visibilitySeconds = visibilitySeconds;
        this.setbacks = new Setbacks(patience);
    }

    /**
     * Asks once, and waits for the answer: so that it shows at once if we may not read.
     *
     * @param room how many messages may come
     */
    void askFirst(int room, Duration patience) throws Exception {
        begin(Math.max(1, Math.min(MAX_BATCH, room)), 0);
        awaitCalm(patience.toNanos());
        Throwable refused = failure;
        if (refused != null) {
            throw refused instanceof Exception exception ? exception : new IllegalStateException(refused);
        }
    }

    /**
     * Sees to it that no more and, within bounds, no fewer than so many messages are here or on their way; also when
     * requests come back, until it is said otherwise.
     */
    void ask(int room) {
        wanted = room;
        askOn();
    }

    /** Asks for nothing until {@link #ask} is called again: what is taken meanwhile leaves no room. */
    synchronized void hold() {
        wanted = 0;
    }

    private synchronized void askOn() {
        if (failure != null || pauseLeft() > 0) {
            return;
        }
        int missing = wanted - expected.get();
        while (missing > 0 && underWay.get() < allowed.get()) {
            int some = Math.min(MAX_BATCH, missing);
            missing -= some;
            begin(some, waitSeconds);
        }
    }

    /** The oldest; {@code null} if there is none. */
    @Nullable SqsDelivery take() {
        SqsDelivery oldest = arrived.poll();
        if (oldest != null) {
            expected.decrementAndGet();
        }
        return oldest;
    }

    /** From now on nothing is asked for, and whatever comes is told; what is here already is for the caller to take. */
    void stop(Runnable whenSomethingMayHaveCome, Runnable whenNothingIsUnderWay) {
        hold();
        onCalm = whenNothingIsUnderWay;
        onStray = whenSomethingMayHaveCome;
    }

    /** How long {@link #ask} has no effect because the last request has failed; 0 or less if it has one. */
    long pauseLeft() {
        return setbacks.pauseLeft(System.nanoTime());
    }

    boolean isQuiet() {
        return underWay.get() == 0;
    }

    @Nullable Throwable failure() {
        return failure;
    }

    /** Any thread: the wait ends, or the next one does. */
    void wakeup() {
        woken = true;
        unpark();
    }

    /** Whether it was woken since it was asked last. */
    boolean takeWakeup() {
        if (!woken) {
            return false;
        }
        woken = false;
        return true;
    }

    /** Those that wait here and would soon be somebody else's. */
    List<SqsDelivery> waitingSince(long visibleBefore) {
        return arrived.isEmpty()
                ? List.of()
                : arrived.stream()
                        .filter(delivery -> delivery.isOverdue(visibleBefore))
                        .toList();
    }

    /** Waits until something has come, or it is woken, or for so long; may return without a reason. */
    void await(long nanos, boolean forMessages) throws InterruptedException {
        waiting = Thread.currentThread();
        // Whoever brings something after this line sees who waits.
        if (!woken && failure == null && !(forMessages && !arrived.isEmpty())) {
            LockSupport.parkNanos(this, nanos);
        }
        waiting = null;
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while waiting for messages of " + name);
        }
    }

    /** Waits until no request is under way, or for so long. */
    void awaitCalm(long nanos) {
        long end = System.nanoTime() + nanos;
        boolean interrupted = false;
        waiting = Thread.currentThread();
        for (long left = nanos; !isQuiet() && left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
            interrupted |= Thread.interrupted();
        }
        waiting = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(int max, int waitSeconds) {
        underWay.incrementAndGet();
        expected.addAndGet(max);
        long begun = System.nanoTime();
        CompletableFuture<ReceiveMessageResponse> answer;
        try {
            answer = clients.receiving()
                    .receiveMessage(request -> request.queueUrl(queue.url())
                            .maxNumberOfMessages(max)
                            .waitTimeSeconds(waitSeconds)
                            .visibilityTimeout(visibilitySeconds)
                            .messageAttributeNames("All")
                            .messageSystemAttributeNames(
                                    MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                                    MessageSystemAttributeName.MESSAGE_GROUP_ID)
                            // Makes a request that is repeated by the client bring the same messages again.
                            .receiveRequestAttemptId(
                                    queue.fifo() ? UUID.randomUUID().toString() : null));
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        var unused = answer.whenComplete((messages, thrown) -> {
            try {
                if (thrown == null) {
                    arrived(
                            messages.messages(),
                            max,
                            begun + Duration.ofSeconds(waitSeconds).toNanos());
                } else {
                    fail(thrown, max, begun);
                }
            } catch (Throwable e) {
                fail(e, max, begun);
            } finally {
                goOn();
            }
        });
    }

    private void goOn() {
        Runnable stray = onStray;
        try {
            if (stray != null) {
                stray.run();
            }
        } finally {
            underWay.decrementAndGet();
            unpark();
            askOn();
            Runnable calm = onCalm;
            if (calm != null && isQuiet()) {
                calm.run();
            }
        }
    }

    private void fail(Throwable thrown, int wanted, long begun) {
        expected.addAndGet(-wanted);
        allowed.set(1);
        Throwable cause = NativeFailures.unwrapped(thrown);
        if (setbacks.failed(cause, begun, System.nanoTime())) {
            failure = cause;
        }
    }

    // The answer may have been lying here while the process stood still: it was given before the request was over.
    private void arrived(List<Message> messages, int wanted, long over) {
        long now = System.nanoTime();
        long lentAt = over - now < 0 ? over : now;
        long visibleAt = lentAt + Duration.ofSeconds(visibilitySeconds).toNanos();
        // All or none: what fails after some were added would be counted twice.
        arrived.addAll(
                messages.stream().map(message -> delivery(message, visibleAt)).toList());
        expected.addAndGet(messages.size() - wanted);
        setbacks.answered(now);
        if (messages.isEmpty()) {
            allowed.set(1);
        } else if (messages.size() == wanted && allowed.get() < MAX_REQUESTS) {
            allowed.incrementAndGet();
        }
    }

    private SqsDelivery delivery(Message received, long visibleAt) {
        String count = received.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
        WireMessage message = WireFormat.message(received);
        int deliveries = WireFormat.deliveriesBefore(received) + (count == null ? 1 : Integer.parseInt(count));
        String group = queue.fifo() ? received.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID) + "/" : "";
        String source = name + "/" + group + received.messageId();
        return new SqsDelivery(message, received.receiptHandle(), deliveries, source, visibleAt);
    }

    /** Any thread: whoever waits looks around, and waits on. */
    void unpark() {
        Thread thread = waiting;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }
}
