package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireMessage;
import org.jspecify.annotations.Nullable;

/** A record on loan. Its links belong to the receiver's thread. */
final class KafkaDelivery implements WireDelivery {
    final OwnedPartition partition;
    final long offset;

    @Nullable KafkaDelivery previous;

    @Nullable KafkaDelivery next;

    boolean held;

    private final WireMessage message;
    private final int deliveryCount;

    KafkaDelivery(OwnedPartition partition, long offset, WireMessage message, int deliveryCount) {
        this.partition = partition;
        this.offset = offset;
        this.message = message;
        this.deliveryCount = deliveryCount;
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
        return partition.name() + "/" + offset;
    }

    @Override
    public String toString() {
        return "KafkaDelivery[" + source() + ", delivery " + deliveryCount + "]";
    }
}
