package dev.crossdock.messaging.core.consume;

import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.core.Engine;
import dev.crossdock.messaging.core.config.ConsumerSettings;
import dev.crossdock.messaging.spi.Address;

/**
 * What the parts of one consumer share and none of them changes.
 *
 * @param engine the engine it belongs to
 * @param of the topic it consumes
 * @param group the group it is a member of
 * @param settings how it consumes
 * @param ready messages whose turn has come
 */
record Membership<T>(Engine engine, Topic<T> of, String group, ConsumerSettings<T> settings, ReadyQueue ready) {
    String topic() {
        return of.name();
    }

    Address.Inbox inbox() {
        return new Address.Inbox(of.name(), group);
    }

    Address.DeadLetters deadLetters() {
        return new Address.DeadLetters(of.name(), group);
    }

    /** Tells that the broker has taken back what a handler has. */
    void lost(InFlight message) {
        engine.events().emit(new MessagingEvent.LeaseLost(topic(), group, message.id));
    }
}
