package dev.crossdock.messaging.core.dead;

import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.spi.WireMessage;

/**
 * A dead letter, and what tells it from others.
 *
 * @param letter what it tells
 * @param identity equal for copies of one entry
 * @param named whether it has an id: of messages without one, two that look the same are two
 */
record Entry(DeadLetter letter, String identity, boolean named) {
    static Entry of(WireMessage message, String source, String topic, String group) {
        return new Entry(
                Envelope.open(message, source, topic, group),
                EntryIds.identity(message, topic, group),
                EntryIds.isNamed(message));
    }
}
