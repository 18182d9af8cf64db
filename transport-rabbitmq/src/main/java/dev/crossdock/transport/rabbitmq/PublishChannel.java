package dev.crossdock.transport.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.ReturnListener;
import com.rabbitmq.client.ShutdownSignalException;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A channel in confirm mode. What is written and has no answer when it ends is unknown; with its end it is of no use any
 * more. Writing is for one thread at a time, which the sender sees to; answers come on the client's thread.
 */
final class PublishChannel implements ConfirmListener, ReturnListener {
    private final Channel channel;
    private final Limits limits;
    private final Unanswered unanswered = new Unanswered();
    private final Set<String> exchangesSeen = ConcurrentHashMap.newKeySet();
    private final Set<String> exchangesUsed = ConcurrentHashMap.newKeySet();

    private PublishChannel(Channel channel, RabbitMqConfig config) {
        this.channel = channel;
        this.limits = new Limits(
                config.maxMessageBytes(),
                config.maxHeaders(),
                channel.getConnection().getFrameMax());
    }

    static PublishChannel open(Channel channel, RabbitMqConfig config) throws IOException {
        channel.confirmSelect();
        PublishChannel opened = new PublishChannel(channel, config);
        channel.addReturnListener(opened);
        channel.addConfirmListener(opened);
        channel.addShutdownListener(opened::ended);
        return opened;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    Limits limits() {
        return limits;
    }

    /** Exchanges that were there; a message to one that is not would end the channel. */
    Set<String> exchangesSeen() {
        return exchangesSeen;
    }

    /** Writes these messages of a parcel, in this order. Each is answered, here or later. */
    void write(Parcel parcel, int[] indexes, int count) {
        Route route = parcel.route();
        long number = channel.getNextPublishSeqNo();
        // Before the first byte is written: the answer may be quicker than we are.
        unanswered.add(number, parcel, indexes, count);
        if (!channel.isOpen()) {
            // Whoever answered all that was unanswered may have done so before these were added.
            rejectRest(number, 0, count, closed(channel.getCloseReason()));
            return;
        }
        for (int i = 0; i < count; i++) {
            WireMessage message = parcel.messages().get(indexes[i]);
            try {
                channel.basicPublish(
                        route.exchange(),
                        route.routingKey(),
                        route.mandatory(),
                        WireFormat.properties(message),
                        message.body());
            } catch (IOException | RuntimeException e) {
                Unanswered.Entry half = unanswered.take(number + i);
                if (half != null) {
                    parcel.listener().unknown(half.index, e);
                }
                rejectRest(number, i + 1, count, closed(e));
                // The numbers of this side and the broker's may differ from now on.
                Channels.abandon(channel);
                return;
            }
        }
    }

    @Override
    public void handleAck(long number, boolean multiple) {
        answer(number, multiple, this::stored);
    }

    @Override
    public void handleNack(long number, boolean multiple) {
        answer(number, multiple, PublishChannel::refused);
    }

    @Override
    public void handleReturn(
            int code, String text, String exchange, String routingKey, AMQP.BasicProperties properties, byte[] body) {
        String id = WireFormat.message(exchange, routingKey, properties, body)
                .headers()
                .get(WireHeaders.ID);
        unanswered.markReturned(entry -> entry.parcel.route().exchange().equals(exchange)
                && entry.parcel.route().routingKey().equals(routingKey)
                && Objects.equals(
                        id, entry.parcel.messages().get(entry.index).headers().get(WireHeaders.ID)));
    }

    private void answer(long number, boolean multiple, Consumer<Unanswered.Entry> answer) {
        if (multiple) {
            answerAll(unanswered.takeUpTo(number), answer);
            return;
        }
        Unanswered.Entry entry = unanswered.take(number);
        if (entry != null) {
            answer.accept(entry);
        }
    }

    /** A listener that throws must not keep the others from their answers: nobody has them any more but this list. */
    private static void answerAll(List<Unanswered.Entry> entries, Consumer<Unanswered.Entry> answer) {
        RuntimeException thrown = null;
        for (Unanswered.Entry entry : entries) {
            try {
                answer.accept(entry);
            } catch (RuntimeException e) {
                thrown = e;
            }
        }
        if (thrown != null) {
            throw thrown;
        }
    }

    private void stored(Unanswered.Entry entry) {
        Parcel parcel = entry.parcel;
        if (entry.returned()) {
            parcel.listener().rejected(entry.index, unroutable(parcel.route()));
            return;
        }
        exchangesUsed.add(parcel.route().exchange());
        parcel.listener().confirmed(entry.index);
    }

    private static void refused(Unanswered.Entry entry) {
        Route route = entry.parcel.route();
        MessagingException refusal = new MessagingException(
                ErrorCode.OVERLOADED,
                "Wanted to send to the " + NativeNames.inWords(route.address())
                        + ", found that the broker refuses it; possible again when a queue with a limit has room");
        if (route.isTopic()) {
            // One group's queue has refused it; others may have stored it.
            entry.parcel.listener().unknown(entry.index, refusal);
        } else {
            entry.parcel.listener().rejected(entry.index, refusal);
        }
    }

    private static MessagingException unroutable(Route route) {
        return route.isTopic()
                ? new MessagingException(
                        ErrorCode.NOT_FOUND,
                        "Wanted to send to the " + NativeNames.inWords(route.address())
                                + ", found no group that would get it; possible with a group, or with unroutable = accept")
                : Provisioner.missing(route.address(), "; nothing was stored", null);
    }

    private void ended(ShutdownSignalException reason) {
        Refusal refusal = Refusal.of(reason);
        answerAll(unanswered.takeAll(), entry -> {
            if (refusal != null && isRefused(entry.parcel.route(), refusal)) {
                entry.parcel.listener().rejected(entry.index, reason);
            } else {
                entry.parcel.listener().unknown(entry.index, reason);
            }
        });
    }

    /**
     * Whether a message was certainly not stored: the broker has refused its exchange, and had not taken a message to that
     * one before on this channel.
     */
    private boolean isRefused(Route route, Refusal refusal) {
        return refusal.byPublish()
                && (refusal.code() == AMQP.ACCESS_REFUSED || refusal.code() == AMQP.NOT_FOUND)
                && route.exchange().equals(refusal.exchange())
                && !exchangesUsed.contains(route.exchange());
    }

    private void rejectRest(long number, int from, int count, MessagingException reason) {
        for (int i = from; i < count; i++) {
            Unanswered.Entry unwritten = unanswered.take(number + i);
            if (unwritten != null) {
                unwritten.parcel.listener().rejected(unwritten.index, reason);
            }
        }
    }

    private static MessagingException closed(@Nullable Throwable cause) {
        return new MessagingException(
                ErrorCode.UNAVAILABLE,
                "Wanted to send on a channel to RabbitMQ, found it closed; nothing of this message was written",
                cause);
    }
}
