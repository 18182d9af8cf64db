package dev.crossdock.transport.rabbitmq;

import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireMessage;

/** A message that the broker has delivered and that was handed out. */
final class RabbitMqDelivery implements WireDelivery {
    final long tag;

    /** The receiver's thread's alone. */
    State state = State.OUT;

    /** How often it was released and kept all the same, which the broker does not know yet. */
    private int releases;

    private final WireMessage message;
    private final int deliveryCount;
    private final boolean cameBackUnanswered;
    private final String queue;

    /** Who has it. */
    enum State {
        /** The engine. */
        OUT,
        /** The receiver, which got it back and will hand it out again. */
        KEPT,
        /** The broker, for good or for another delivery. */
        SETTLED
    }

    RabbitMqDelivery(long tag, WireMessage message, int deliveryCount, boolean cameBackUnanswered, String queue) {
        this.tag = tag;
        this.message = message;
        this.deliveryCount = deliveryCount;
        this.cameBackUnanswered = cameBackUnanswered;
        this.queue = queue;
    }

    @Override
    public WireMessage message() {
        return message;
    }

    @Override
    public int deliveryCount() {
        return deliveryCount + releases;
    }

    @Override
    public boolean cameBackUnanswered() {
        return cameBackUnanswered;
    }

    /** The next time that it is handed out is the next attempt. Happens before that, so that everybody sees it. */
    void countRelease() {
        releases++;
    }

    /** Whether it has to be counted when it goes back unstarted. */
    boolean wasReleased() {
        return releases > 0;
    }

    @Override
    public String source() {
        return queue;
    }
}
