package dev.crossdock.transport.nats;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.NUID;
import io.nats.client.Subscription;
import io.nats.client.support.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server for messages of one consumer, and takes what comes. It never asks for more than it is told to, and
 * remembers what was asked for and has not come: the client's own way asks anew whenever a message was handed out, done or
 * not. The receiver's thread's alone, but for {@link #wakeup()} and what the connection tells.
 */
final class Inflow implements Link.Watcher {
    /** So that a request that got lost, with a server or on the way, is missed soon. */
    private static final Duration EXPIRES = Duration.ofSeconds(5);

    private static final int WORTH_ASKING = 32;
    private static final long A_MOMENT_NANOS = Duration.ofMillis(200).toNanos();
    private static final long MISSED_NANOS = EXPIRES.plusSeconds(2).toNanos();
    private static final String UNANSWERABLE =
            "\"batch\":1,\"max_bytes\":1,\"expires\":" + Duration.ofSeconds(1).toNanos();
    private static final String KNOCK = "knock";
    private static final String HELLO = "hello";
    private static final String NOBODYS_PIN = "nobody";
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
    private final String requests;
    private final String inbox;
    private final AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();
    private volatile boolean woken;
    private volatile @Nullable MessagingException failure;
    private @Nullable Subscription subscription;
    private @Nullable String pin;
    private int outstanding;
    private int asked;
    private long lastSign;
    private long lastAsked;

    Inflow(Connection connection, String stream, String consumer, boolean ordered) {
        this.connection = connection;
        this.stream = stream;
        this.consumer = consumer;
        this.ordered = ordered;
        this.requests = "$JS.API.CONSUMER.MSG.NEXT." + stream + "." + consumer;
        // What reads is seen in the server's list of subscriptions by the names of what it reads.
        this.inbox = connection.getOptions().getInboxPrefix() + "crossdock." + stream + "." + consumer + "."
                + NUID.nextGlobal() + ".";
    }

    /** Begins to listen; {@link #ask} begins to read. */
    void start() {
        if (subscription == null) {
            Subscription opened = connection.subscribe(inbox + "*");
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
        request(Integer.toString(++asked), "\"batch\":" + more + ",\"expires\":" + EXPIRES.toNanos() + group(pin));
    }

    /** Asks for what nobody is given, to hear whether we may ask: nobody has that pin, and no message has one byte. */
    void hello() {
        request(HELLO, UNANSWERABLE + group(NOBODYS_PIN));
    }

    /** Tells the server that we are there, without asking for anything: it takes a pin away from whom it has not heard of. */
    void keepPin(long nanos) {
        if (pin != null && System.nanoTime() - lastAsked > nanos) {
            request(KNOCK, UNANSWERABLE + group(pin));
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

    /** Listens no longer; gives what had come until then. The server takes back what is still on its way, uncounted. */
    List<Message> stop(Duration limit) throws InterruptedException {
        List<Message> rest = new ArrayList<>();
        Subscription open = subscription;
        if (open == null || !open.isActive()) {
            return rest;
        }
        CompletableFuture<Boolean> unused = open.drain(limit);
        try {
            for (Message next = open.nextMessage(null); next != null; next = open.nextMessage(null)) {
                if (counted(next)) {
                    rest.add(next);
                }
            }
        } catch (IllegalStateException e) {
            // The client ends it as soon as there is nothing in it any more, which is the end and no failure.
        }
        subscription = null;
        outstanding = 0;
        return rest;
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
        if (subject.equals(requests) || subject.startsWith(inbox) || acknowledging) {
            fail(reason);
        }
    }

    private void request(String name, String what) {
        lastAsked = System.nanoTime();
        try {
            Uninterrupted.publish(
                    connection, requests, inbox + name, null, ("{" + what + "}").getBytes(StandardCharsets.UTF_8));
        } catch (IllegalStateException e) {
            fail(new MessagingException(ErrorCode.UNAVAILABLE, "There is no connection to NATS", e));
        }
    }

    private String group(@Nullable String as) {
        return !ordered
                ? ""
                : ",\"group\":\"" + Blueprints.PRIORITY_GROUP + "\"" + (as == null ? "" : ",\"id\":\"" + as + "\"");
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
        String pending =
                answer.getHeaders() == null ? null : answer.getHeaders().getFirst(PENDING);
        if (isRefusedForEver(status)) {
            fail(new MessagingException(
                    ErrorCode.CONFLICT,
                    "Wanted to read the consumer '" + consumer + "' of stream '" + stream
                            + "', found one that does not take our requests: " + status.getMessage()));
        } else if (answer.getSubject().endsWith(HELLO)) {
            // Refused, as it was meant to be.
            return;
        } else if (status.getCode() == WRONG_PIN) {
            fail(lost("another receiver has its turn, because the server had not heard of this one for too long"));
        } else if (status.getCode() == NOBODY || status.getMessage().contains("Deleted")) {
            fail(lost("there is none, or nobody who answers for it"));
        } else if (answer.getSubject().endsWith(KNOCK)) {
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

    private MessagingException lost(String why) {
        return new MessagingException(
                ErrorCode.UNAVAILABLE,
                "Wanted to read the consumer '" + consumer + "' of stream '" + stream + "', found that " + why);
    }
}
