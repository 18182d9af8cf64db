package dev.crossdock.transport.pulsar;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;

/**
 * A message that is put behind what stands in a queue, to see when all of that has been received: the broker tells nobody how
 * much there is. Marks are acknowledged by whoever meets them. The receiver's thread's alone.
 */
final class EndMark {
    private static final String PROPERTY = "crossdock-end-mark";
    private static final byte[] NOTHING = {};

    private final String name;
    private final MessageId id;
    private boolean reached;

    private EndMark(String name, MessageId id) {
        this.name = name;
        this.id = id;
    }

    /** Puts one where a producer puts its messages. */
    static CompletableFuture<EndMark> put(Producer<byte[]> producer) {
        String name = UUID.randomUUID().toString();
        return producer.newMessage()
                .property(PROPERTY, name)
                .value(NOTHING)
                .sendAsync()
                .thenApply(id -> new EndMark(name, id));
    }

    /** Where it is, to be acknowledged also if nobody has come as far as that. */
    MessageId id() {
        return id;
    }

    /** Whether this is one, ours or another's. */
    boolean isMark(PulsarDelivery delivery) {
        String found = delivery.message().headers().get(PROPERTY);
        reached |= name.equals(found);
        return found != null;
    }

    boolean isReached() {
        return reached;
    }
}
