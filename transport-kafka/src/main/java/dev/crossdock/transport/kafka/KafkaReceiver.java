package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.WireDelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * A member of a consumer group. Its thread is the only one that touches the native consumer, which it polls whenever it is
 * asked to receive, room or not: that keeps the session alive.
 */
final class KafkaReceiver implements Receiver {
    private static final Duration WHILE_MOVING = Duration.ofMillis(15);
    // With enough in store the client need not be asked each time.
    private static final long POLL_AT_LEAST_NANOS = WHILE_MOVING.toNanos();
    private static final long MOVING_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long SHARE_NANOS = Duration.ofSeconds(2).toNanos();

    private final QueueKind kind;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Assignment assignment;
    private final ReceiverOptions options;
    private final Duration closeTimeout;
    private final Consumer<KafkaReceiver> onClosed;
    private boolean paused;
    private int pausedAt;
    private int sharedAt = -1;
    private long sharedSince;
    private boolean closed;
    private long lastPoll;
    private volatile boolean polling;
    private volatile @Nullable Thread parked;
    private volatile boolean woken;
    private volatile boolean disconnected;

    KafkaReceiver(
            QueueKind kind,
            KafkaConsumer<byte[], byte[]> consumer,
            ReceiverOptions options,
            Duration closeTimeout,
            Consumer<KafkaReceiver> onClosed) {
        this.kind = kind;
        this.consumer = consumer;
        this.options = options;
        this.closeTimeout = closeTimeout;
        this.onClosed = onClosed;
        this.assignment = new Assignment(consumer, kind.countsDeliveries(), options);
        this.lastPoll = System.nanoTime() - POLL_AT_LEAST_NANOS;
    }

    /** Begins to join the group. */
    void subscribe(Collection<String> topics) {
        consumer.subscribe(topics, assignment);
    }

    /**
     * Waits until the group has given it something, or has had the time to: what is moved while nobody works moves
     * nothing away from under a handler, and who may not join is told so by {@code poll}.
     */
    void awaitShare() {
        long end = System.nanoTime() + SHARE_NANOS;
        while (assignment.isEmpty() && System.nanoTime() < end && !disconnected) {
            pollOnce(WHILE_MOVING);
        }
    }

    @Override
    public List<WireDelivery> receive(int max, Duration wait) throws InterruptedException {
        if (disconnected || closed) {
            throw new MessagingException(ErrorCode.CLOSED, "The connection of this receiver was closed");
        }
        try {
            assignment.commitIfDue();
            if (max == 0) {
                awaitRoom(wait);
            } else if (assignment.fetched() < max || pollIsDue()) {
                poll(wait);
            }
            woken = false;
            return max == 0 ? List.of() : assignment.lend(max);
        } catch (InterruptException e) {
            // The client has set the flag again; the exception says it as well.
            boolean unused = Thread.interrupted();
            InterruptedException interrupted = new InterruptedException("interrupted while receiving");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    @Override
    public void wakeup() {
        woken = true;
        // Whoever waits after this line sees that it was woken before it does.
        if (polling) {
            consumer.wakeup();
        } else {
            LockSupport.unpark(parked);
        }
    }

    @Override
    public void accept(List<? extends WireDelivery> deliveries) {
        for (WireDelivery delivery : deliveries) {
            KafkaDelivery loan = (KafkaDelivery) delivery;
            // One of a partition that was lost is somebody else's by now.
            if (loan.held) {
                loan.partition.accept(loan);
            }
        }
    }

    @Override
    public void release(List<? extends WireDelivery> deliveries, Duration delay) {
        throw new UnsupportedOperationException("a log releases nothing, see Capabilities.releases");
    }

    @Override
    public void giveBack(List<? extends WireDelivery> deliveries) {
        for (WireDelivery delivery : deliveries) {
            KafkaDelivery loan = (KafkaDelivery) delivery;
            if (loan.held) {
                loan.partition.giveBack(loan);
            }
        }
    }

    /** Nothing to do: loans do not run out. */
    @Override
    public void renew(List<? extends WireDelivery> deliveries) {}

    @Override
    public boolean hold(WireDelivery delivery, int attemptsMade) {
        KafkaDelivery loan = (KafkaDelivery) delivery;
        if (loan.held && kind.countsDeliveries()) {
            loan.partition.noteAttempts(loan, attemptsMade);
        }
        return kind.countsDeliveries();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (!disconnected) {
                kind.trim().accept(assignment.sayGoodbye());
            }
        } finally {
            onClosed.accept(this);
            consumer.close(CloseOptions.timeout(closeTimeout));
        }
    }

    /** Any thread: the transport closes. The receiver's own thread notices. */
    void disconnect() {
        disconnected = true;
        wakeup();
    }

    /** Whether it has nothing in hand or in store. */
    boolean isIdle() {
        return assignment.isIdle();
    }

    // In pieces: something may have to be committed meanwhile.
    private void poll(Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        while (true) {
            long left = assignment.hasSomethingToLend() || woken ? 0 : Math.max(0, end - System.nanoTime());
            pollOnce(Duration.ofNanos(left));
            if (left == 0 || disconnected || assignment.hasSomethingToLend()) {
                return;
            }
            assignment.commitIfDue();
        }
    }

    // Not in the client: with records in its own store that belong to paused partitions it does not wait, it spins.
    private void awaitRoom(Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        if (!isFull() || pollIsDue()) {
            pollOnce(Duration.ZERO);
        }
        parked = Thread.currentThread();
        try {
            for (long left = end - System.nanoTime();
                    left > 0 && !woken && !disconnected;
                    left = end - System.nanoTime()) {
                LockSupport.parkNanos(this, Math.min(left, POLL_AT_LEAST_NANOS));
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while waiting for room");
                }
                assignment.commitIfDue();
                if (pollIsDue()) {
                    pollOnce(Duration.ZERO);
                }
            }
        } finally {
            parked = null;
        }
    }

    private void pollOnce(Duration wait) {
        bound();
        lastPoll = System.nanoTime();
        ConsumerRecords<byte[], byte[]> records = ConsumerRecords.empty();
        // What does not wait need not be woken.
        polling = !wait.isZero();
        try {
            Duration bounded = whileSharing(assignment.untilCommit(wait));
            records = consumer.poll(woken ? Duration.ZERO : bounded);
        } catch (WakeupException e) {
            // That is what it was for.
        } catch (InvalidOffsetException e) {
            assignment.startAnew(e.partitions());
        } finally {
            polling = false;
        }
        for (TopicPartition partition : records.partitions()) {
            assignment.add(partition, records.records(partition));
        }
    }

    private boolean pollIsDue() {
        return System.nanoTime() - lastPoll >= POLL_AT_LEAST_NANOS;
    }

    private boolean isFull() {
        return assignment.fetched() >= options.prefetch();
    }

    // What the broker says about partitions is only heard between two polls, so these are short while something moves.
    private Duration whileSharing(Duration wait) {
        if (sharedAt != assignment.changes()) {
            sharedAt = assignment.changes();
            sharedSince = System.nanoTime();
        }
        boolean moving = System.nanoTime() - sharedSince < MOVING_NANOS;
        return moving && wait.compareTo(WHILE_MOVING) > 0 ? WHILE_MOVING : wait;
    }

    // Whatever is not needed yet stays on the broker; the session needs no records to live. To pause and to resume
    // costs
    // a round through the client's other thread: it is done before a poll, and not whenever the store is full.
    private void bound() {
        if (isFull()) {
            if (!paused || pausedAt != assignment.changes()) {
                paused = true;
                pausedAt = assignment.changes();
                consumer.pause(consumer.assignment());
            }
        } else if (paused && assignment.fetched() <= options.prefetch() / 2) {
            paused = false;
            consumer.resume(new ArrayList<>(consumer.paused()));
        }
    }
}
