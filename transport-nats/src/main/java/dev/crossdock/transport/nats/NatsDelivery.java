package dev.crossdock.transport.nats;

import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireMessage;

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

    private final WireMessage message;
    private final String stream;

    /** Attempts made before this delivery, and since then those that were noted or released here. */
    private long attemptsMade;

    private int deliveryCount;

    NatsDelivery(String ackSubject, long sequence, long delivered, String stream, WireMessage message) {
        this.ackSubject = ackSubject;
        this.sequence = sequence;
        this.delivered = delivered;
        this.stream = stream;
        this.message = message;
        countFrom(delivered - 1);
    }

    @Override
    public WireMessage message() {
        return message;
    }

    @Override
    public int deliveryCount() {
        return deliveryCount;
    }

    @Override
    public String source() {
        return stream + "/" + sequence;
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
