package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireMessage;

/** One delivery of a record. It is valid for as long as the partition's slot holds it. */
final class LogLoan implements WireDelivery {
    final PartitionProgress progress;
    final long offset;

    private final WireMessage message;
    private final int deliveryCount;

    LogLoan(PartitionProgress progress, long offset, WireMessage message, int deliveryCount) {
        this.progress = progress;
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
        return progress.name() + " @" + offset;
    }

    @Override
    public String toString() {
        return "LogLoan[" + source() + ", delivery " + deliveryCount + "]";
    }
}
