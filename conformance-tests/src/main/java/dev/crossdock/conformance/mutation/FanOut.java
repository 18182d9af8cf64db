package dev.crossdock.conformance.mutation;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.Topology;
import dev.crossdock.messaging.spi.Transport;
import java.util.UUID;

/** A transport on which every instance of a group has an inbox of its own. */
final class FanOut extends TransportDecorator {
    private final String instance = UUID.randomUUID().toString();

    FanOut(Transport sound) {
        super(sound);
    }

    @Override
    public void provision(Address address, Topology topology) throws Exception {
        sound.provision(own(address), topology);
    }

    @Override
    public Receiver open(Address.Queue queue, ReceiverOptions options) throws Exception {
        return sound.open((Address.Queue) own(queue), options);
    }

    private Address own(Address address) {
        return address instanceof Address.Inbox inbox
                ? new Address.Inbox(inbox.topic(), inbox.group() + "-" + instance)
                : address;
    }
}
