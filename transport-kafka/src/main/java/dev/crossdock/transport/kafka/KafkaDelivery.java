package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireMessage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record on loan. Its links belong to the receiver's thread. */
final class KafkaDelivery implements WireDelivery {
    final OwnedPartition partition;
    final long offset;

    @Nullable KafkaDelivery previous;

    @Nullable KafkaDelivery next;

    boolean held;

    final ConsumerRecord<byte[], byte[]> record;

    private final int deliveryCount;
    private volatile @Nullable WireMessage message;

    // Whoever reads it first may be two: they read the same.
    private @Nullable String key;

    KafkaDelivery(OwnedPartition partition, ConsumerRecord<byte[], byte[]> record, int deliveryCount) {
        this.partition = partition;
        this.offset = record.offset();
        this.record = record;
        this.deliveryCount = deliveryCount;
    }

    /** Read when it is asked for, which a worker does: the receiver's thread is one, and all messages go through it. */
    @Override
    public WireMessage message() {
        WireMessage read = message;
        if (read == null) {
            // A native header decodes its name when it is asked, and does not expect two who ask at once.
            synchronized (record) {
                read = message;
                if (read == null) {
                    read = WireRecords.toMessage(record, key());
                    message = read;
                }
            }
        }
        return read;
    }

    @Override
    public @Nullable String key() {
        String read = key;
        if (read == null) {
            read = WireRecords.key(record);
            key = read;
        }
        return read;
    }

    @Override
    public int deliveryCount() {
        return deliveryCount;
    }

    @Override
    public boolean cameBackUnanswered() {
        return deliveryCount > 1;
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
