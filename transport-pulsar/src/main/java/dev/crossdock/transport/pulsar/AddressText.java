package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.spi.Address;

/** Addresses as people read them. */
final class AddressText {
    private AddressText() {}

    static String of(Address address) {
        if (address instanceof Address.Topic topic) {
            return "topic '" + topic.name() + "'";
        }
        if (address instanceof Address.Inbox inbox) {
            return "inbox of group '" + inbox.group() + "' on topic '" + inbox.topic() + "'";
        }
        if (address instanceof Address.DeadLetters dead) {
            return "dead letters of group '" + dead.group() + "' on topic '" + dead.topic() + "'";
        }
        if (address instanceof Address.DelayLane lane) {
            return "delay lane of " + lane.delay() + " to the " + of(lane.target());
        }
        throw new IllegalArgumentException("unknown kind of address: " + address);
    }
}
