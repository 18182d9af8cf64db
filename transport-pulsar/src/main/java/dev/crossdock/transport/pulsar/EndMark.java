package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.WireMessage;

/**
 * A message that is put behind what stands in a queue, to see when all of that has been received: the broker tells nobody how
 * much there is. Marks are acknowledged by whoever meets them. The receiver's thread's alone.
 */
final class EndMark {
    private static final String PROPERTY = "crossdock-end-mark";
    private static final byte[] NOTHING = {};

    private final String name;
    private boolean reached;

    EndMark(String name) {
        this.name = name;
    }

    /** What is to be sent. */
    WireMessage message() {
        return new WireMessage(NOTHING, null, Headers.ofPairs(PROPERTY, name));
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
