package dev.crossdock.conformance.mutation;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Capabilities;
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

/** A transport that does what another one does; a mutant changes one method. */
public class TransportDecorator implements Transport {
    /** The sound one. */
    protected final Transport sound;

    /** Decorates a sound one. */
    public TransportDecorator(Transport sound) {
        this.sound = sound;
    }

    @Override
    public Capabilities capabilities() {
        return sound.capabilities();
    }

    @Override
    public void provision(Address address, Topology topology) throws Exception {
        sound.provision(address, topology);
    }

    @Override
    public void send(Address to, List<WireMessage> messages, Duration delay, SendListener listener) {
        sound.send(to, messages, delay, listener);
    }

    @Override
    public Receiver open(Address.Queue queue, ReceiverOptions options) throws Exception {
        return sound.open(queue, options);
    }

    @Override
    public Optional<List<WireMessage>> browse(Address.Queue queue, int limit) throws Exception {
        return sound.browse(queue, limit);
    }

    @Override
    public OptionalLong depth(Address.Queue queue) throws Exception {
        return sound.depth(queue);
    }

    @Override
    public OptionalLong estimate(Address.Queue queue) throws Exception {
        return sound.estimate(queue);
    }

    @Override
    public Optional<Description> describe(Address address) throws Exception {
        return sound.describe(address);
    }

    @Override
    public void ping() throws Exception {
        sound.ping();
    }

    @Override
    public ErrorCode classify(Throwable nativeFailure) {
        return sound.classify(nativeFailure);
    }

    @Override
    public <X> Optional<X> unwrap(Class<X> nativeType) {
        return sound.unwrap(nativeType);
    }

    @Override
    public void close() throws Exception {
        sound.close();
    }
}
