package dev.crossdock.transport.nats;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.support.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server for messages of one consumer, and takes what comes. It never asks for more than it is told to, and
 * remembers what was asked for and has not come: the client's own way asks anew whenever a message was handed out, done or
 * not. The receiver's thread's alone, but for {@link #wakeup()} and what the connection tells.
 */
final class Inflow implements Link.Watcher {
    private static final int WORTH_ASKING = 32;
    private static final long A_MOMENT_NANOS = Duration.ofMillis(200).toNanos();
    private static final long SILENCE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long MISSED_NANOS = PullRequests.EXPIRES.plusSeconds(2).toNanos();
    private static final int OTHER_ANSWERS = 16;
    private static final String PENDING = "Nats-Pending-Messages";
    private static final String PIN = "Nats-Pin-Id";
    private static final int BAD_REQUEST = 400;
    private static final int CONFLICT = 409;
    private static final int WRONG_PIN = 423;
    private static final int NOBODY = 503;

    private final Connection connection;
    private final String stream;
    private final String consumer;
    private final boolean ordered;
    private final PullRequests requests;
    private final AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();
    private volatile boolean woken;
    private volatile @Nullable MessagingException failure;
    private @Nullable Subscription subscription;
    private @Nullable String pin;
    private int outstanding;
    private long lastSign;

    Inflow(Connection connection, String stream, String consumer, boolean ordered) {
        this.connection = connection;
        this.stream = stream;
        this.consumer = consumer;
        this.ordered = ordered;
        this.requests = new PullRequests(connection, stream, consumer, ordered, this::fail);
    }

    /** Begins to listen; {@link #ask} begins to read. */
    void start() {
        if (subscription == null) {
            Subscription opened = connection.subscribe(requests.answers());
            // It holds what was asked for, and no more.
            opened.setPendingLimits(0, 0);
            subscription = opened;
            outstanding = 0;
            lastSign = System.nanoTime();
        }
    }

    /** Asks for so many messages in all, as far as they were not asked for before. */
    void ask(int wanted) {
        long now = System.nanoTime();
        if (outstanding > 0 && now - lastSign > MISSED_NANOS) {
            outstanding = 0;
        }
        int more = wanted - outstanding;
        // A request for a few costs as much as one for many, but the server must not run out of requests.
        if (more <= 0 || (outstanding > 0 && more < Math.min(WORTH_ASKING, wanted / 2))) {
            return;
        }
        outstanding += more;
        lastSign = now;
        requests.pull(more, pin);
    }

    /** Asks for nothing, to hear whether we may ask. */
    void hello() {
        requests.hello();
    }

    /** Tells the server that we are there if it has not heard of us for so long: it would take the pin away. */
    void keepPin(long nanos) {
        if (pin != null) {
            requests.knock(pin, nanos);
        }
    }

    /** Whose turn it is, if it is ours; {@code null} without order. */
    @Nullable String pin() {
        return pin;
    }

    /** The next message that has come; {@code null} if there is none. */
    @Nullable Message poll() throws MessagingException, InterruptedException {
        for (Message next = next(null); next != null; next = next(null)) {
            if (counted(next)) {
                return next;
            }
        }
        return null;
    }

    /** The next message; {@code null} after so long, when woken, or sooner without a reason. */
    @Nullable Message await(long nanos) throws MessagingException, InterruptedException {
        waiting.set(Thread.currentThread());
        Message next = null;
        try {
            if (!woken && failure == null) {
                next = subscription == null ? pause(nanos) : next(Duration.ofNanos(Math.max(1, nanos)));
            }
        } catch (InterruptedException e) {
            if (waiting.getAndSet(null) != null) {
                throw e;
            }
            return null;
        }
        if (waiting.getAndSet(null) == null) {
            // Somebody is about to interrupt us, which must not hit whatever comes next.
            while (!Thread.interrupted()) {
                Thread.onSpinWait();
            }
        }
        return next != null && counted(next) ? next : null;
    }

    /** While nothing is asked for, nothing comes. */
    private @Nullable Message pause(long nanos) throws InterruptedException {
        LockSupport.parkNanos(this, nanos);
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while waiting");
        }
        return null;
    }

    /** Any thread: the wait ends, or the next one does. */
    void wakeup() {
        woken = true;
        Thread thread = waiting.getAndSet(null);
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Whether it was woken since it was asked last. */
    boolean takeWakeup() {
        if (!woken) {
            return false;
        }
        woken = false;
        return true;
    }

    /** Why nothing more will come; {@code null} while the session lives. */
    @Nullable MessagingException failure() {
        return failure;
    }

    /** Ends the session. The first reason stays. */
    void fail(MessagingException reason) {
        if (failure == null) {
            failure = reason;
        }
        wakeup();
    }

    /**
     * Listens no longer; gives what had come until then. The server takes back what is still on its way, uncounted.
     *
     * <p>The client's own drain loses one now and then: what ends it looks for an empty queue, finds it as soon as the last
     * message was taken out, and has {@code nextMessage} throw instead of handing that message over. So the subscription is
     * told to end by itself, after more messages than can be on their way, and the server is asked for the rest of them:
     * each of those requests it refuses, in the same stream.
     */
    void stop(Duration limit, Consumer<Message> rest) throws InterruptedException {
        Subscription open = subscription;
        if (open == null || !open.isActive()) {
            return;
        }
        // At worst each message that was asked for was asked for alone, and each request gets an answer of its own.
        int goodbyes = 2 * outstanding + OTHER_ANSWERS;
        long last = open.getDeliveredCount() + open.getPendingMessageCount() + goodbyes;
        try {
            open.unsubscribe((int) Math.min(Integer.MAX_VALUE, last));
            for (int i = 0; i < goodbyes; i++) {
                requests.goodbye();
            }
            long deadline = System.nanoTime() + limit.toNanos();
            for (long left = limit.toNanos();
                    left > 0 && failure == null && open.isActive();
                    left = deadline - System.nanoTime()) {
                Message next = open.nextMessage(Duration.ofNanos(Math.min(SILENCE_NANOS, left)));
                if (next == null || isUnanswerable(next)) {
                    break;
                }
                if (!PullRequests.isGoodbye(next) && counted(next)) {
                    rest.accept(next);
                }
            }
        } catch (IllegalStateException e) {
            // The connection is closed. What it has swallowed the server delivers again, counted.
        }
        abandon();
        outstanding = 0;
    }

    /** Ends a session that is lost. */
    void abandon() {
        Subscription open = subscription;
        try {
            if (open != null && open.isActive()) {
                open.unsubscribe();
            }
        } catch (IllegalStateException e) {
            // It is gone either way.
        }
        subscription = null;
    }

    @Override
    public void disconnected(MessagingException reason) {
        fail(reason);
    }

    @Override
    public void refused(String subject, MessagingException reason) {
        // Also whoever may not acknowledge: what it handles would come again and again.
        boolean acknowledging = subject.startsWith("$JS.ACK.") && subject.contains("." + stream + "." + consumer + ".");
        if (requests.need(subject) || acknowledging) {
            fail(reason);
        }
    }

    private @Nullable Message next(@Nullable Duration wait) throws MessagingException, InterruptedException {
        Subscription open = subscription;
        try {
            return open == null ? null : open.nextMessage(wait);
        } catch (IllegalStateException e) {
            fail(new MessagingException(ErrorCode.UNAVAILABLE, "The subscription to NATS has ended", e));
            return null;
        }
    }

    /** Whether it is a message, and not something about our requests. */
    private boolean counted(Message message) {
        lastSign = System.nanoTime();
        if (!message.isStatusMessage()) {
            outstanding = Math.max(0, outstanding - 1);
            if (ordered && message.getHeaders() != null) {
                pin = message.getHeaders().getFirst(PIN);
            }
            return true;
        }
        answered(message.getStatus(), message);
        return false;
    }

    private void answered(Status status, Message answer) {
        if (PullRequests.isGoodbye(answer)) {
            // Nonsense was answered, perhaps to whoever listens anew: it says nothing about our requests.
            return;
        }
        String pending =
                answer.getHeaders() == null ? null : answer.getHeaders().getFirst(PENDING);
        if (isRefusedForEver(status)) {
            fail(new MessagingException(
                    ErrorCode.CONFLICT,
                    "Wanted to read the consumer '" + consumer + "' of stream '" + stream
                            + "', found one that does not take our requests: " + status.getMessage()));
        } else if (PullRequests.isHello(answer)) {
            // Refused, as it was meant to be.
            return;
        } else if (status.getCode() == WRONG_PIN) {
            fail(lost("another receiver has its turn, because the server had not heard of this one for too long"));
        } else if (status.getCode() == NOBODY || status.getMessage().contains("Deleted")) {
            fail(lost("there is none, or nobody who answers for it"));
        } else if (PullRequests.isKnock(answer)) {
            // Not met, as it was meant to be.
            return;
        } else if (pending != null) {
            outstanding = Math.max(0, outstanding - Integer.parseInt(pending));
        } else {
            // A leader that goes, a server that shuts down: what was asked for is forgotten, and asked for again soon.
            lastSign = System.nanoTime() - MISSED_NANOS + A_MOMENT_NANOS;
        }
    }

    /** The consumer was made in another way, and to ask again is in vain. */
    private static boolean isRefusedForEver(Status status) {
        return status.getCode() == BAD_REQUEST
                || (status.getCode() == CONFLICT
                        && (status.getMessage().contains("Exceeded MaxRequest")
                                || status.getMessage().contains("push based")));
    }

    /** There is no consumer any more that could send anything. */
    private static boolean isUnanswerable(Message answer) {
        return answer.isStatusMessage() && answer.getStatus().getCode() == NOBODY;
    }

    private MessagingException lost(String why) {
        return new MessagingException(
                ErrorCode.UNAVAILABLE,
                "Wanted to read the consumer '" + consumer + "' of stream '" + stream + "', found that " + why);
    }
}
