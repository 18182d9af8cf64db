package dev.crossdock.transport.nats;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.WireMessage;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.NUID;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sends, in the order of the calls. The answers come to one subscription, each to a subject that ends in the message's
 * number: what the client's own method does with a future and a token for each message. Thread-safe.
 */
final class Publishing implements Link.Watcher {
    private static final int RADIX = 36;
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final Connection connection;
    private final Provisioner provisioner;
    private final Limits limits;
    private final Duration timeout;
    private final TimeSource time;
    private final String inbox;
    private final Dispatcher answers;
    private final Unanswered unanswered = new Unanswered();
    private final Map<Address, Route> routes = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private volatile TimeSource.@Nullable Alarm sweep;

    Publishing(Connection connection, Provisioner provisioner, NatsConfig config, TimeSource time) {
        this.connection = connection;
        this.provisioner = provisioner;
        this.limits = new Limits(connection.getMaxPayload(), config.maxHeaders());
        this.timeout = config.requestTimeout();
        this.time = time;
        this.inbox = connection.createInbox() + ".";
        this.answers = connection.createDispatcher(this::answered);
        answers.setPendingLimits(0, 0);
        answers.subscribe(inbox + "*");
        scheduleSweep();
    }

    void send(Address to, List<WireMessage> messages, Duration delay, SendListener listener) {
        Route route = routes.computeIfAbsent(to, address -> new Route(address, provisioner));
        try {
            if (closed) {
                throw new MessagingException(
                        ErrorCode.CLOSED, "Wanted to send, found that this connection to NATS was closed");
            }
            route.check();
            if (!delay.isZero()) {
                provisioner.lookForKeeper(to);
            }
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            for (int i = 0; i < messages.size(); i++) {
                listener.rejected(i, e);
            }
            return;
        }
        for (int i = 0; i < messages.size(); i++) {
            WireMessage message = messages.get(i);
            Headers headers = WireFormat.headers(message);
            String subject = route.subject;
            if (!delay.isZero()) {
                headers.put("Nats-Schedule", "@at " + Instant.now().plus(delay));
                headers.put("Nats-Schedule-Target", subject);
                subject = NatsNames.schedule(NatsNames.stream(to), NUID.nextGlobal());
            }
            MessagingException problem = limits.problem(headers, message.body());
            if (problem == null) {
                send(new Unanswered.Entry(subject, route, listener, i, System.nanoTime()), headers, message.body());
            } else {
                listener.rejected(i, problem);
            }
        }
    }

    /** Sends a message that is not the engine's; the listener is told once. */
    void send(String subject, Headers headers, byte[] body, SendListener listener) {
        send(new Unanswered.Entry(subject, null, listener, 0, System.nanoTime()), headers, body);
    }

    private void send(Unanswered.Entry entry, Headers headers, byte[] body) {
        // Before the first byte is written: the answer may be quicker than we are.
        long number = unanswered.add(entry);
        try {
            Uninterrupted.publish(connection, entry.subject(), inbox + Long.toString(number, RADIX), headers, body);
        } catch (RuntimeException e) {
            if (unanswered.take(number) != null) {
                entry.listener().rejected(entry.index(), e);
            }
        }
    }

    @Override
    public void disconnected(MessagingException reason) {
        unanswered.unknown(entry -> true, reason);
    }

    /** What the account may not do was certainly not done, unless it was allowed to a moment ago. */
    @Override
    public void refused(String subject, MessagingException reason) {
        unanswered.unknown(entry -> entry.subject().equals(subject) && entry.isUsual(), reason);
        unanswered.rejected(entry -> entry.subject().equals(subject), reason);
    }

    /** Refuses whatever comes from now on; what is unanswered is unknown. */
    void close() {
        closed = true;
        TimeSource.Alarm alarm = sweep;
        if (alarm != null) {
            alarm.cancel();
        }
        unanswered.unknown(
                entry -> true,
                new MessagingException(
                        ErrorCode.OUTCOME_UNKNOWN, "The connection to NATS was closed before the server had answered"));
    }

    private void answered(Message answer) {
        long number;
        try {
            number = Long.parseLong(answer.getSubject().substring(inbox.length()), RADIX);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return;
        }
        Unanswered.Entry entry = unanswered.take(number);
        if (entry == null) {
            return;
        }
        MessagingException refusal = Answer.refusal(answer, entry.subject());
        if (refusal != null) {
            entry.listener().rejected(entry.index(), refusal);
            return;
        }
        Route route = entry.route();
        if (route != null) {
            route.use();
        }
        entry.listener().confirmed(entry.index());
    }

    /** An answer that does not come must not take the room of another message for ever. */
    private void scheduleSweep() {
        sweep = time.schedule(SWEEP, () -> {
            if (closed) {
                return;
            }
            if (!unanswered.isEmpty()) {
                long now = System.nanoTime();
                unanswered.unknown(
                        entry -> now - entry.sentAt() > timeout.toNanos(),
                        new MessagingException(
                                ErrorCode.OUTCOME_UNKNOWN,
                                "Wanted the server's answer to a message within " + timeout + ", found none"));
            }
            scheduleSweep();
        });
    }
}
