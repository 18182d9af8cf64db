package dev.crossdock.transport.nats;

import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireMessage;
import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

/** A message that the server has delivered. What changes is the receiver's thread's alone. */
final class NatsDelivery implements WireDelivery {
    /** Where the server waits for what becomes of it. */
    final String ackSubject;

    /** Its place in the stream. */
    final long sequence;

    /** How often the server has delivered it, this time included. */
    final long delivered;

    /** Until when the server does not deliver it to somebody else. */
    long heldUntil;

    /** Links of {@link Lent}. */
    @Nullable NatsDelivery before;

    @Nullable NatsDelivery after;

    boolean isLent;

    private final Message delivery;
    private volatile @Nullable WireMessage message;

    private boolean suspect;

    /** Attempts made before this delivery, and since then those that were noted or released here. */
    private long attemptsMade;

    private int deliveryCount;

    NatsDelivery(Message delivered, AckSubjects subjects) {
        this.ackSubject = String.valueOf(delivered.getReplyTo());
        this.delivery = delivered;
        int from = subjects.numbersAt(ackSubject);
        int between = ackSubject.indexOf('.', from);
        this.delivered = Long.parseLong(ackSubject, from, between, 10);
        this.sequence = Long.parseLong(ackSubject, between + 1, ackSubject.indexOf('.', between + 1), 10);
        countFrom(this.delivered - 1);
    }

    /** Read when it is asked for, which a worker does: the receiver's thread is one, and all messages go through it. */
    @Override
    public WireMessage message() {
        WireMessage read = message;
        if (read == null) {
            // Two who ask at once read the same.
            read = WireFormat.message(delivery);
            message = read;
        }
        return read;
    }

    @Override
    public int deliveryCount() {
        return deliveryCount;
    }

    @Override
    public boolean cameBackUnanswered() {
        return suspect;
    }

    /** Whether nobody has said what became of the delivery before this one. */
    void suspect(boolean unanswered) {
        suspect = unanswered;
    }

    @Override
    public String source() {
        return ackSubject.split("\\.", -1)[AckSubjects.streamAt(ackSubject)] + "/" + sequence;
    }

    long attemptsMade() {
        return attemptsMade;
    }

    /** So many attempts were made; shows when it is handed out the next time. */
    void note(long attempts) {
        attemptsMade = Math.max(attemptsMade, attempts);
    }

    /** The attempt that is under way counts. */
    void countThis() {
        note(deliveryCount);
    }

    /** It is handed out again. Happens before that, so that everybody sees it. */
    void renumber() {
        countFrom(attemptsMade);
    }

    /** So many attempts were made before it, as was written down elsewhere. */
    void countFrom(long attempts) {
        attemptsMade = Math.max(0, attempts);
        deliveryCount = (int) Math.min(1 << 20, attemptsMade + 1);
    }
}
