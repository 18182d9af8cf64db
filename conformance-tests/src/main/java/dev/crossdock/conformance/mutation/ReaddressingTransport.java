package dev.crossdock.conformance.mutation;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Description;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.Topology;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** A transport that calls topics and groups by other names than it was told. */
final class ReaddressingTransport extends TransportDecorator {
    private final UnaryOperator<String> topics;
    private final UnaryOperator<String> groups;

    ReaddressingTransport(Transport sound, UnaryOperator<String> topics, UnaryOperator<String> groups) {
        super(sound);
        this.topics = topics;
        this.groups = groups;
    }

    @Override
    public void provision(Address address, Topology topology) throws Exception {
        sound.provision(renamed(address), topology);
    }

    @Override
    public void send(Address to, List<WireMessage> messages, Duration delay, SendListener listener) {
        sound.send(renamed(to), messages, delay, listener);
    }

    @Override
    public Receiver open(Address.Queue queue, ReceiverOptions options) throws Exception {
        return sound.open((Address.Queue) renamed(queue), options);
    }

    @Override
    public Optional<List<WireMessage>> browse(Address.Queue queue, int limit) throws Exception {
        return sound.browse((Address.Queue) renamed(queue), limit);
    }

    @Override
    public OptionalLong depth(Address.Queue queue) throws Exception {
        return sound.depth((Address.Queue) renamed(queue));
    }

    @Override
    public OptionalLong estimate(Address.Queue queue) throws Exception {
        return sound.estimate((Address.Queue) renamed(queue));
    }

    @Override
    public Optional<Description> describe(Address address) throws Exception {
        return sound.describe(renamed(address));
    }

    private Address renamed(Address address) {
        if (address instanceof Address.Topic topic) {
            return new Address.Topic(topics.apply(topic.name()));
        }
        if (address instanceof Address.Inbox inbox) {
            return new Address.Inbox(topics.apply(inbox.topic()), groups.apply(inbox.group()));
        }
        if (address instanceof Address.DeadLetters dead) {
            return new Address.DeadLetters(topics.apply(dead.topic()), groups.apply(dead.group()));
        }
        Address.DelayLane lane = (Address.DelayLane) address;
        return new Address.DelayLane(renamed(lane.target()), lane.delay());
    }
}
