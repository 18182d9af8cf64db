package dev.crossdock.transport.pulsar;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;

/** One native consumer of a receiver. The receiver's thread's alone. */
final class Intake {
    private final int source;
    private final Consumer<byte[]> consumer;
    private final long disconnectedAtStart;
    private final List<MessageId> accepted = new ArrayList<>();
    private @Nullable CompletableFuture<Message<byte[]>> waiting;

    /**
     * Wraps a consumer that was just subscribed and is paused, which it stays but for the moments in which it asks for
     * more: only so is it known how many messages are on their way.
     *
     * @param source its number among those of the receiver
     */
    Intake(int source, Consumer<byte[]> consumer) {
        this.source = source;
        this.consumer = consumer;
        this.disconnectedAtStart = consumer.getLastDisconnectedTimestamp();
    }

    String topic() {
        return consumer.getTopic();
    }

    /** Whether its session was lost; the client has begun another by itself, or will. */
    boolean isLost() {
        return consumer.getLastDisconnectedTimestamp() != disconnectedAtStart;
    }

    /**
     * Lets the broker push as many entries as were taken, if that is half of what there is room for; else nothing is sent.
     *
     * <p>The client alone knows how many were: parts of a message that is not complete count, and so do entries that it
     * skips. It is asked again each time, because a consumer is said to be subscribed before it has room for messages
     * (ConsumerImpl.connectionOpened of the client 4.2), so that it may have had none to tell of the last time.
     */
    void grant() {
        consumer.resume();
        consumer.pause();
    }

    /** The next message that is here; {@code null} if there is none. */
    @Nullable PulsarDelivery poll() throws PulsarClientException {
        Message<byte[]> message;
        CompletableFuture<Message<byte[]>> asked = waiting;
        if (asked != null) {
            // What comes later stays behind this one.
            if (!asked.isDone()) {
                return null;
            }
            waiting = null;
            message = asked.isCompletedExceptionally() ? null : asked.join();
        } else {
            message = consumer.receive(0, TimeUnit.MILLISECONDS);
        }
        if (message == null) {
            return null;
        }
        MessageId id = message.getMessageId();
        return new PulsarDelivery(this, id, Place.of(source, id), WireFormat.fromPulsar(message));
    }

    /** Has somebody woken when the next message is here. */
    void awaken(Runnable whenHere) {
        if (waiting == null) {
            CompletableFuture<Message<byte[]>> asked = consumer.receiveAsync();
            waiting = asked;
            var unused = asked.whenComplete((message, failure) -> whenHere.run());
        }
    }

    void accept(PulsarDelivery delivery) {
        accepted.add(delivery.id);
    }

    /** Tells the broker what was accepted. */
    void tell() {
        if (!accepted.isEmpty()) {
            var unused = consumer.acknowledgeAsync(List.copyOf(accepted));
            accepted.clear();
        }
    }

    /** Acknowledges what is nobody's business, see {@link EndMark}. */
    void drop(MessageId id) {
        var unused = consumer.acknowledgeAsync(id);
    }

    /** Ends the session: what was accepted is told, the rest goes back. */
    CompletableFuture<Void> close() {
        tell();
        return consumer.closeAsync();
    }
}
