package dev.crossdock.messaging.core.publish;

import dev.crossdock.messaging.spi.Address;

/** Addresses in words, for errors. */
public final class Destination {
    private Destination() {}

    /** What an error calls an address. */
    public static String describe(Address address) {
        if (address instanceof Address.Topic topic) {
            return "topic '" + topic.name() + "'";
        }
        if (address instanceof Address.Inbox inbox) {
            return "the inbox of group '" + inbox.group() + "' of topic '" + inbox.topic() + "'";
        }
        if (address instanceof Address.DeadLetters dead) {
            return "the dead letters of group '" + dead.group() + "' of topic '" + dead.topic() + "'";
        }
        Address.DelayLane lane = (Address.DelayLane) address;
        return "the delay lane of " + lane.delay() + " for " + describe(lane.target());
    }
}
